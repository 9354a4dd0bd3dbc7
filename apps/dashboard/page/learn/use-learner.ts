import type { Scene } from '@cartwheel/envs';
import { useEffect, useRef, useState } from 'react';
import type { Curve } from '../../src/api/curve.schema.ts';
import type { FromLearner, ToLearner } from './learn-messages.ts';

export interface Learner {
  status: 'idle' | 'learning' | 'completed' | 'stopped' | 'failed';
  timesteps: number;
  curve: Curve;
  scene: Scene | undefined;
  /** Of the episode that is shown. */
  shownSteps: number;
  /** Of training alone, once it has ended. */
  seconds: number | undefined;
  problem: string | undefined;
}

const NO_POINTS: Curve = { name: 'rollout/ep_rew_mean', context: {}, steps: [], times: [], values: [] };
const IDLE: Learner = {
  status: 'idle',
  timesteps: 0,
  curve: NO_POINTS,
  scene: undefined,
  shownSteps: 0,
  seconds: undefined,
  problem: undefined,
};

/** A learner in a thread of the page. It ends with the page that shows it. */
export function useLearner(): {
  learner: Learner;
  start: (seed: number, totalTimesteps: number) => void;
  stop: () => void;
} {
  const [learner, setLearner] = useState(IDLE);
  const worker = useRef<Worker>(undefined);
  useEffect(() => () => worker.current?.terminate(), []);

  function start(seed: number, totalTimesteps: number): void {
    worker.current?.terminate();
    setLearner({ ...IDLE, status: 'learning' });
    const fresh = new Worker(new URL('./learn-worker.ts', import.meta.url), { type: 'module' });
    worker.current = fresh;
    const fail = (problem: string): void => setLearner((before) => ({ ...before, status: 'failed', problem }));
    fresh.addEventListener('message', ({ data }: MessageEvent<FromLearner>) => setLearner((now) => after(now, data)));
    fresh.addEventListener('error', ({ message }) => fail(message));
    send(fresh, { type: 'start', seed, totalTimesteps });
  }

  return {
    learner,
    start,
    stop: () => {
      if (worker.current !== undefined) send(worker.current, { type: 'stop' });
    },
  };
}

function send(worker: Worker, message: ToLearner): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no origin of its own
  worker.postMessage(message);
}

function after(learner: Learner, message: FromLearner): Learner {
  if (message.type === 'scene') return { ...learner, scene: message.scene, shownSteps: message.steps };
  if (message.type === 'failed') return { ...learner, status: 'failed', problem: message.message };
  const { timesteps } = message;
  if (message.type === 'ended') return { ...learner, status: message.outcome, timesteps, seconds: message.seconds };
  const { steps, times, values } = learner.curve;
  return {
    ...learner,
    timesteps,
    curve: {
      ...learner.curve,
      steps: [...steps, timesteps],
      times: [...times, message.time],
      values: [...values, message.meanReturn],
    },
  };
}
