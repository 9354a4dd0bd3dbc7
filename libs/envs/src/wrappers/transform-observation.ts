import type { Env, ResetOptions, ResetResult, StepResult } from '../env.ts';
import type { Action, Observation, Space } from '../spaces/space.ts';
import { DelegatingEnv } from './delegating-env.ts';

/** Makes other observations of an environment's, by a function without memory. */
export class TransformObservation<
  O extends Observation = Observation,
  A extends Action = Action,
  I extends Observation = Observation,
> extends DelegatingEnv<O, A, I, A> {
  readonly observationSpace: Space<O>;
  readonly #transform: (observation: I) => O;

  /** `transform` gives elements of `observationSpace`. */
  constructor(env: Env<I, A>, transform: (observation: I) => O, observationSpace: Space<O>) {
    super(env);
    this.#transform = transform;
    this.observationSpace = observationSpace;
  }

  get actionSpace(): Space<A> {
    return this.env.actionSpace;
  }

  reset(options?: ResetOptions): ResetResult<O> {
    const [observation, info] = this.env.reset(options);
    return [this.#transform(observation), info];
  }

  step(action: A): StepResult<O> {
    const [observation, ...rest] = this.env.step(action);
    return [this.#transform(observation), ...rest];
  }
}
