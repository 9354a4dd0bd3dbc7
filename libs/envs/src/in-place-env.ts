import type { Env, Info, ResetOptions } from './env.ts';
import { hasForm, wrongObservation } from './observation-form.ts';
import type { Action, Observation } from './spaces/space.ts';

/** What a step gave beside the observation. */
export interface StepOutcome {
  reward: number;
  terminated: boolean;
  truncated: boolean;
  info: Info;
}

/**
 * An environment that can also write its flattened observations where they are wanted, so that a vector of them steps
 * without allocation. Both ways are the same environment: they may be mixed.
 */
export interface InPlaceEnv<O extends Observation = Observation, A extends Action = Action> extends Env<O, A> {
  /** As `reset`; writes the flattened observation at `offset`. */
  resetInto(target: Float32Array, offset: number, options?: ResetOptions): Info;
  /** As `step`; the object that it gives is written anew by the next call. */
  stepInto(action: A, target: Float32Array, offset: number): StepOutcome;
}

/** Whether an environment writes its observations into arrays that it is given. */
export function isInPlaceEnv<O extends Observation, A extends Action>(env: Env<O, A>): env is InPlaceEnv<O, A> {
  return 'resetInto' in env && 'stepInto' in env;
}

/** The part of `InPlaceEnv` that is not `Env`'s. */
export type InPlaceDriver<A extends Action = Action> = Pick<InPlaceEnv<Observation, A>, 'resetInto' | 'stepInto'>;

/** Drives any environment in place: what can't write itself is flattened. */
export function driveInPlace<O extends Observation, A extends Action>(env: Env<O, A>): InPlaceDriver<A> {
  return isInPlaceEnv(env) ? env : new FlatteningDriver(env);
}

class FlatteningDriver<O extends Observation, A extends Action> implements InPlaceDriver<A> {
  readonly #env: Env<O, A>;
  readonly #outcome: StepOutcome = { reward: 0, terminated: false, truncated: false, info: {} };
  /** Of its whole life, for messages. */
  #steps = 0;

  constructor(env: Env<O, A>) {
    this.#env = env;
  }

  resetInto(target: Float32Array, offset: number, options?: ResetOptions): Info {
    const [observation, info] = this.#env.reset(options);
    this.#flatten(observation, target, offset, 'reset()');
    return info;
  }

  stepInto(action: A, target: Float32Array, offset: number): StepOutcome {
    const [observation, reward, terminated, truncated, info] = this.#env.step(action);
    this.#steps += 1;
    this.#flatten(observation, target, offset, 'step()');
    this.#outcome.reward = reward;
    this.#outcome.terminated = terminated;
    this.#outcome.truncated = truncated;
    this.#outcome.info = info;
    return this.#outcome;
  }

  /** An observation of another form would leave numbers of the one before, or write over the next environment's. */
  #flatten(observation: O, target: Float32Array, offset: number, call: string): void {
    const { id, observationSpace } = this.#env;
    if (!hasForm(observationSpace, observation)) {
      throw wrongObservation(observationSpace, observation, `${call} of ${id} after ${this.#steps} steps`);
    }
    observationSpace.flattenInto(observation, target, offset);
  }
}
