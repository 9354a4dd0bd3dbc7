import type { Env, EnvSnapshot, ResetOptions, ResetResult, StepResult } from '../env.ts';
import { driveInPlace, type InPlaceDriver } from '../in-place-env.ts';
import type { Scene } from '../scene.ts';
import type { Action, Observation, Space } from '../spaces/space.ts';

/** Stands before an environment of observations `I` and actions `B`, and may have others itself: `O` and `A`. */
export abstract class DelegatingEnv<
  O extends Observation,
  A extends Action,
  I extends Observation,
  B extends Action,
> implements Env<O, A> {
  /** What is wrapped. */
  readonly env: Env<I, B>;
  /** Drives `env` in place. */
  protected readonly driver: InPlaceDriver<B>;

  constructor(env: Env<I, B>) {
    this.env = env;
    this.driver = driveInPlace(env);
  }

  abstract get observationSpace(): Space<O>;
  abstract get actionSpace(): Space<A>;
  abstract reset(options?: ResetOptions): ResetResult<O>;
  abstract step(action: A): StepResult<O>;

  get id(): string {
    return this.env.id;
  }

  get maxEpisodeSteps(): number | undefined {
    return this.env.maxEpisodeSteps;
  }

  get rewardThreshold(): number | undefined {
    return this.env.rewardThreshold;
  }

  snapshot(): EnvSnapshot {
    return this.env.snapshot();
  }

  restore(snapshot: EnvSnapshot): void {
    this.env.restore(snapshot);
  }

  render(): Scene {
    return this.env.render();
  }

  close(): void {
    this.env.close();
  }
}
