import type { TrainConfigInput } from '@cartwheel/experiment-state';

/** A training under faults: what the training process is told. */
export interface Round {
  seed: number;
  out: string;
  redisUrl: string;
  aimUrl: string;
  /** The pause after each update, so that a training lasts long enough for faults to meet it. */
  updateMs: number;
}

/** What tells the training process that nothing will be broken any more in this round. */
export const UNDISTURBED = 'undisturbed';

/** What the training process holds between two trainings. */
export interface Holdings {
  rssMb: number;
  heapMb: number;
  handles: number;
  timers: number;
  openFiles: number;
  /** Of the process object. */
  listeners: number;
  /** Rejections that nobody handled, since its start. */
  unhandled: number;
}

/** What the training process says. */
export type Told =
  | { event: 'ready' }
  | { event: 'started'; runId: string }
  /** The last updates are left: it waits to be told that services are whole, since it waits for nobody when it ends. */
  | { event: 'nearly finished' }
  | { event: 'failed'; error: string }
  | {
      event: 'finished';
      runId: string;
      status: string;
      timesteps: number;
      longestUpdateMs: number;
      holdings: Holdings;
    };

/** As many as Aim's page gives of a curve without leaving points out. */
export const UPDATES = 180;
/** These are undisturbed. */
export const LAST_UPDATES = 40;
export const STEPS_AN_UPDATE = 128;

export function configOf(seed: number): TrainConfigInput {
  return {
    env: 'CartPole-v1',
    algo: 'ppo',
    preset: 'default',
    envs: 2,
    seed,
    steps: UPDATES * STEPS_AN_UPDATE,
    evalEpisodes: 0,
    set: { nSteps: STEPS_AN_UPDATE / 2, batchSize: 64, nEpochs: 1 },
  };
}
