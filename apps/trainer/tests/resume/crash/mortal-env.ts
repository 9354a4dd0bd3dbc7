import {
  CartPoleEnv,
  registerEnv,
  TimeLimit,
  Wrapper,
  type ResetOptions,
  type ResetResult,
  type StepResult,
} from '@cartwheel/envs';

/** Steps of an evaluation after which the process dies, where `CRASH_IN_EVALUATION` is set. */
const STEPS_TO_DEATH = 20;
/** Seeds of training are near the run's own; those of evaluations are far from it. */
const LEAST_SEED = 1000;

/** CartPole-v1 that can be the death of the process that evaluates in it. */
class MortalEnv extends Wrapper<Float32Array, number> {
  #steps = Number.NEGATIVE_INFINITY;

  override reset(options: ResetOptions = {}): ResetResult<Float32Array> {
    const { seed = 0 } = options;
    if (seed > LEAST_SEED && process.env['CRASH_IN_EVALUATION'] !== undefined) this.#steps = 0;
    return super.reset(options);
  }

  override step(action: number): StepResult<Float32Array> {
    this.#steps += 1;
    if (this.#steps === STEPS_TO_DEATH) process.kill(process.pid, 'SIGKILL');
    return super.step(action);
  }
}

registerEnv('MortalCartPole', () => new MortalEnv(new TimeLimit(new CartPoleEnv(), 500)));
