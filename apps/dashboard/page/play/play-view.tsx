import { useEffect, useState, type ReactNode } from 'react';
import { formatCount, formatValue } from '../format.ts';
import { SceneCanvas } from '../scene/scene-canvas.tsx';
import { InsightView } from './insight-view.tsx';
import { PlayControls } from './play-controls.tsx';
import type { PlayedEpisode, Player } from './player.ts';
import { StateForm } from './state-form.tsx';

export function PlayView({ player, envId }: { player: Player; envId: string }): ReactNode {
  const [moment, setMoment] = useState(() => player.moment());
  useEffect(() => () => player.close(), [player]);
  const act = (play: () => void): void => {
    play();
    setMoment(player.moment());
  };
  return (
    <div className="play">
      <div>
        <SceneCanvas scene={moment.scene} label={`${envId}: step ${moment.steps}`} />
        <PlayControls player={player} act={act} />
        <p role="status">
          Episode {moment.episode}: step {formatCount(moment.steps)}, return {formatValue(moment.episodeReturn)}
        </p>
        {moment.last === undefined ? null : <p className="last">{describe(moment.last)}</p>}
      </div>
      <div>
        <InsightView envId={envId} moment={moment} />
        {moment.state === undefined ? (
          <p className="hint">{envId} is a world of bodies, not a few numbers: push it instead.</p>
        ) : (
          <StateForm envId={envId} state={moment.state} onState={(state) => act(() => player.setState(state))} />
        )}
      </div>
    </div>
  );
}

function describe({ steps, episodeReturn, truncated }: PlayedEpisode): string {
  const end = truncated ? 'until the time limit' : 'until it failed or was done';
  return `Last episode: ${formatCount(steps)} steps, return ${formatValue(episodeReturn)}, ${end}`;
}
