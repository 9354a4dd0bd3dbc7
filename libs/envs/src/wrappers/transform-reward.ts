import type { Env, StepResult } from '../env.ts';
import type { StepOutcome } from '../in-place-env.ts';
import type { Action, Observation } from '../spaces/space.ts';
import { Wrapper } from './wrapper.ts';

/** Makes other rewards of an environment's, by a function without memory. */
export class TransformReward<O extends Observation = Observation, A extends Action = Action> extends Wrapper<O, A> {
  readonly #transform: (reward: number) => number;

  constructor(env: Env<O, A>, transform: (reward: number) => number) {
    super(env);
    this.#transform = transform;
  }

  override step(action: A): StepResult<O> {
    const [observation, reward, ...rest] = super.step(action);
    return [observation, this.#transform(reward), ...rest];
  }

  override stepInto(action: A, target: Float32Array, offset: number): StepOutcome {
    const outcome = super.stepInto(action, target, offset);
    outcome.reward = this.#transform(outcome.reward);
    return outcome;
  }
}
