import type { Scene } from '@cartwheel/envs';

/** What the page wishes of its worker. */
export type ToLearner = { type: 'start'; seed: number; totalTimesteps: number } | { type: 'stop' };

/** What the worker tells. */
export type FromLearner =
  /** After each update. */
  | { type: 'progress'; timesteps: number; time: number; meanReturn: number }
  /** The agent as it acts now. */
  | { type: 'scene'; scene: Scene; steps: number }
  | { type: 'ended'; outcome: 'completed' | 'stopped'; timesteps: number; seconds: number }
  | { type: 'failed'; message: string };
