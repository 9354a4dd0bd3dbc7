import type { Info, ResetOptions, ResetResult, StepResult } from '../env.ts';
import type { InPlaceEnv, StepOutcome } from '../in-place-env.ts';
import type { Action, Observation, Space } from '../spaces/space.ts';
import { DelegatingEnv } from './delegating-env.ts';

/** Changes nothing of `env`: the base of wrappers that keep its spaces. */
export class Wrapper<O extends Observation = Observation, A extends Action = Action>
  extends DelegatingEnv<O, A, O, A>
  implements InPlaceEnv<O, A>
{
  get observationSpace(): Space<O> {
    return this.env.observationSpace;
  }

  get actionSpace(): Space<A> {
    return this.env.actionSpace;
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
}
