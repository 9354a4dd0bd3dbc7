import type { AsyncEnv } from './async-env.ts';

/** A method of an asynchronous environment, and its only argument. */
export interface AsyncEnvCall {
  readonly method: 'reset' | 'step' | 'snapshot' | 'restore' | 'render' | 'close';
  readonly argument?: unknown;
}

/** What a worker says of its environment at the start. */
export type AsyncEnvGreeting = Pick<
  AsyncEnv,
  'id' | 'observationSpace' | 'actionSpace' | 'maxEpisodeSteps' | 'rewardThreshold'
>;
