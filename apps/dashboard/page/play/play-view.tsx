import { useEffect, useState, type ReactNode } from 'react';
import { formatCount, formatValue } from '../format.ts';
import { SceneCanvas } from '../scene/scene-canvas.tsx';
import { useShortcuts } from '../use-shortcuts.ts';
import { InsightView } from './insight-view.tsx';
import type { PlayedEpisode, Player } from './player.ts';
import { StateForm } from './state-form.tsx';
import { usePlaying } from './use-playing.ts';

/** Random actions that a push is. */
const PUSH_STEPS = 5;

export function PlayView({ player, envId }: { player: Player; envId: string }): ReactNode {
  const [isPlaying, setPlaying] = useState(true);
  const [speed, setSpeed] = useState(1);
  const [explores, setExplores] = useState(false);
  const [moment, setMoment] = useState(() => player.moment());
  useEffect(() => () => player.close(), [player]);
  const act = (play: () => void): void => {
    play();
    setMoment(player.moment());
  };
  const steps = (count: number): void =>
    act(() => {
      for (let i = 0; i < count; i++) player.step({ explores });
    });
  const toggle = (): void => setPlaying(!isPlaying);
  const stepOnce = (): void => {
    setPlaying(false);
    steps(1);
  };
  const reset = (): void => act(() => player.reset());
  usePlaying(isPlaying, speed, steps);
  useShortcuts({ ' ': toggle, '.': stepOnce, n: reset });
  return (
    <div className="play">
      <div>
        <SceneCanvas scene={moment.scene} label={`${envId}: step ${moment.steps}`} />
        <div className="bar">
          <button type="button" onClick={toggle} title="space" aria-keyshortcuts="Space">
            {isPlaying ? 'Pause' : 'Play'}
          </button>
          <button type="button" onClick={stepOnce} title=". (full stop)" aria-keyshortcuts=".">
            Step
          </button>
          <button type="button" onClick={reset} title="n" aria-keyshortcuts="n">
            New episode
          </button>
          <button
            type="button"
            title={`${PUSH_STEPS} random actions`}
            onClick={() => act(() => Array.from({ length: PUSH_STEPS }, () => player.push()))}
          >
            Push
          </button>
          <label>
            Speed{' '}
            <select value={speed} onChange={(event) => setSpeed(Number(event.target.value))}>
              {[0.1, 0.5, 1, 2, 5, 20].map((each) => (
                <option key={each} value={each}>
                  × {each}
                </option>
              ))}
            </select>
          </label>
          <label>
            <input type="checkbox" checked={explores} onChange={(event) => setExplores(event.target.checked)} />
            Explore as in training
          </label>
        </div>
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
