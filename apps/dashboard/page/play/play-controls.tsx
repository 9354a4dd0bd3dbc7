import { useState, type ReactNode } from 'react';
import { useShortcuts } from '../use-shortcuts.ts';
import type { Player } from './player.ts';
import { usePlaying } from './use-playing.ts';

/** Random actions that a push is. */
const PUSH_STEPS = 5;

interface PlayControlsProps {
  player: Player;
  /** Does it, and shows the moment after it. */
  act: (play: () => void) => void;
}

/** Lets the player play, by itself or step by step. */
export function PlayControls({ player, act }: PlayControlsProps): ReactNode {
  const [isPlaying, setPlaying] = useState(true);
  const [speed, setSpeed] = useState(1);
  const [explores, setExplores] = useState(false);
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
  const push = (): void => act(() => Array.from({ length: PUSH_STEPS }, () => player.push()));
  usePlaying(isPlaying, speed, steps);
  useShortcuts({ ' ': toggle, '.': stepOnce, n: reset });
  return (
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
      <button type="button" onClick={push} title={`${PUSH_STEPS} random actions`}>
        Push
      </button>
      <SpeedChoice speed={speed} onSpeed={setSpeed} />
      <label>
        <input type="checkbox" checked={explores} onChange={(event) => setExplores(event.target.checked)} />
        Explore as in training
      </label>
    </div>
  );
}

function SpeedChoice({ speed, onSpeed }: { speed: number; onSpeed: (speed: number) => void }): ReactNode {
  return (
    <label>
      Speed{' '}
      <select value={speed} onChange={(event) => onSpeed(Number(event.target.value))}>
        {[0.1, 0.5, 1, 2, 5, 20].map((each) => (
          <option key={each} value={each}>
            × {each}
          </option>
        ))}
      </select>
    </label>
  );
}
