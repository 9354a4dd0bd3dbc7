import type { EnvSnapshot, ResetOptions, ResetResult, StepResult } from '../env.ts';
import type { Scene } from '../scene.ts';
import type { BuiltInSpace } from '../spaces/built-in-space.ts';
import type { Action, Observation } from '../spaces/space.ts';

/** An environment that must wait for something, such as a game server: `Env` with promises. */
export interface AsyncEnv<O extends Observation = Observation, A extends Action = Action> {
  readonly id: string;
  readonly observationSpace: BuiltInSpace;
  readonly actionSpace: BuiltInSpace;
  readonly maxEpisodeSteps?: number | undefined;
  readonly rewardThreshold?: number | undefined;
  reset(options?: ResetOptions): Promise<ResetResult<O>>;
  step(action: A): Promise<StepResult<O>>;
  snapshot(): Promise<EnvSnapshot>;
  restore(snapshot: EnvSnapshot): Promise<void>;
  render(): Promise<Scene>;
  close(): Promise<void>;
}

/** Makes one, also after a connection was opened. */
export type AsyncEnvFactory = () => AsyncEnv | Promise<AsyncEnv>;
