import type { Env, Info, ResetOptions, ResetResult, StepResult } from '../env.ts';
import type { InPlaceEnv, StepOutcome } from '../in-place-env.ts';
import { invalidAction } from '../invalid-action.ts';
import type { Action, Observation, Space } from '../spaces/space.ts';
import { DelegatingEnv } from './delegating-env.ts';

/** Makes an environment's actions of others, by a function without memory. */
export class TransformAction<O extends Observation = Observation, A extends Action = Action, B extends Action = Action>
  extends DelegatingEnv<O, A, O, B>
  implements InPlaceEnv<O, A>
{
  readonly actionSpace: Space<A>;
  readonly #transform: (action: A) => B;

  /** `transform` gets elements of `actionSpace` and gives such of the environment's. */
  constructor(env: Env<O, B>, transform: (action: A) => B, actionSpace: Space<A>) {
    super(env);
    this.#transform = transform;
    this.actionSpace = actionSpace;
  }

  get observationSpace(): Space<O> {
    return this.env.observationSpace;
  }

  reset(options?: ResetOptions): ResetResult<O> {
    return this.env.reset(options);
  }

  step(action: A): StepResult<O> {
    return this.env.step(this.#toInner(action));
  }

  resetInto(target: Float32Array, offset: number, options?: ResetOptions): Info {
    return this.driver.resetInto(target, offset, options);
  }

  stepInto(action: A, target: Float32Array, offset: number): StepOutcome {
    return this.driver.stepInto(this.#toInner(action), target, offset);
  }

  #toInner(action: A): B {
    if (!this.actionSpace.contains(action)) throw invalidAction(this.id, this.actionSpace, action);
    return this.#transform(action);
  }
}
