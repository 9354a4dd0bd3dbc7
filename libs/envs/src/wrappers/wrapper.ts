import type { Env, EnvSnapshot, Info, ResetOptions, ResetResult, StepResult } from '../env.ts';
import { driveInPlace, type InPlaceDriver, type InPlaceEnv, type StepOutcome } from '../in-place-env.ts';
import type { Scene } from '../scene.ts';
import type { Action, Observation, Space } from '../spaces/space.ts';

/** Changes nothing of `env`: the base of wrappers that change something. */
export class Wrapper<O extends Observation = Observation, A extends Action = Action> implements InPlaceEnv<O, A> {
  /** What is wrapped. */
  readonly env: Env<O, A>;
  /** Drives `env` in place. */
  protected readonly driver: InPlaceDriver<A>;

  constructor(env: Env<O, A>) {
    this.env = env;
    this.driver = driveInPlace(env);
  }

  get id(): string {
    return this.env.id;
  }

  get observationSpace(): Space<O> {
    return this.env.observationSpace;
  }

  get actionSpace(): Space<A> {
    return this.env.actionSpace;
  }

  get maxEpisodeSteps(): number | undefined {
    return this.env.maxEpisodeSteps;
  }

  get rewardThreshold(): number | undefined {
    return this.env.rewardThreshold;
  }

  reset(options?: ResetOptions): ResetResult<O> {
    return this.env.reset(options);
  }

  step(action: A): StepResult<O> {
    return this.env.step(action);
  }

  resetInto(target: Float32Array, offset: number, options?: ResetOptions): Info {
    return this.driver.resetInto(target, offset, options);
  }

  stepInto(action: A, target: Float32Array, offset: number): StepOutcome {
    return this.driver.stepInto(action, target, offset);
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
