import { useMemo, useState, type ReactNode } from 'react';
import { Chart } from '../charts/chart.tsx';
import { formatCount } from '../format.ts';
import { SceneCanvas } from '../scene/scene-canvas.tsx';
import { useLearner, type Learner } from './use-learner.ts';

/** What RL-Zoo's preset of PPO takes for CartPole. */
const STEPS = 100_000;

/** PPO learns CartPole in a thread of this page, with the libraries that `cartwheel train` runs. */
export function LearnPage(): ReactNode {
  const { learner, start, stop } = useLearner();
  const [seed, setSeed] = useState('0');
  const { status, curve, scene, shownSteps } = learner;
  const lines = useMemo(() => [{ label: curve.name, curve }], [curve]);
  const isLearning = status === 'learning';
  return (
    <>
      <div className="bar">
        <h1>Learn CartPole here</h1>
        <label>
          Seed{' '}
          <input
            type="text"
            inputMode="numeric"
            size={6}
            value={seed}
            onChange={(event) => setSeed(event.target.value.replaceAll(/\D/g, ''))}
          />
        </label>
        <button type="button" onClick={() => (isLearning ? stop() : start(Number(seed), STEPS))}>
          {isLearning ? 'Stop' : 'Learn'}
        </button>
      </div>
      <p>
        PPO, {formatCount(STEPS)} steps, in a Web Worker of this page: the same environments, engine and learner as{' '}
        <code>cartwheel train --env CartPole-v1 --algo ppo</code>. Nothing is sent anywhere.
      </p>
      <p role="status">{describe(learner)}</p>
      <progress value={learner.timesteps} max={STEPS} aria-label="Steps learned from" />
      <div className="play">
        {scene === undefined ? null : (
          <SceneCanvas scene={scene} label={`CartPole, balanced for ${shownSteps} steps`} />
        )}
        <Chart title="rollout/ep_rew_mean" lines={lines} smoothing={0} isLog={false} x="steps" />
      </div>
    </>
  );
}

function describe({ status, timesteps, seconds, problem }: Learner): string {
  if (status === 'idle') return 'Press Learn: it takes some seconds.';
  if (status === 'failed') return `It failed: ${problem ?? 'for no reason that it told'}`;
  if (status === 'learning') return `Learning: ${formatCount(timesteps)} steps`;
  return `It ${status === 'stopped' ? 'was stopped' : 'has learned'}: ${formatCount(timesteps)} steps in ${(seconds ?? 0).toFixed(1)} s`;
}
