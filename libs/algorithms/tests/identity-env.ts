import {
  Discrete,
  type Env,
  type EnvSnapshot,
  type ResetOptions,
  type ResetResult,
  type StepResult,
} from '@cartwheel/envs';
import { createGenerator, type Generator } from '@cartwheel/random';

const EPISODE_LENGTH = 100;

/**
 * Stable-Baselines3's identity environment: the reward is 1 when the action equals the observation, which is then drawn
 * anew. Episodes are cut after 100 steps, so 100 is the best return.
 */
export class IdentityEnv implements Env<number, number> {
  readonly id = 'Identity-v0';
  readonly observationSpace: Discrete;
  readonly actionSpace: Discrete;
  #random: Generator = createGenerator(0);
  #state = 0;
  #steps = 0;

  constructor(n: number) {
    this.observationSpace = new Discrete(n);
    this.actionSpace = new Discrete(n);
  }

  reset({ seed }: ResetOptions = {}): ResetResult<number> {
    if (seed !== undefined) this.#random = createGenerator(seed);
    this.#steps = 0;
    this.#state = this.observationSpace.sample(this.#random);
    return [this.#state, {}];
  }

  step(action: number): StepResult<number> {
    const reward = action === this.#state ? 1 : 0;
    this.#state = this.observationSpace.sample(this.#random);
    this.#steps += 1;
    return [this.#state, reward, false, this.#steps >= EPISODE_LENGTH, {}];
  }

  snapshot(): EnvSnapshot {
    return {};
  }

  restore(): void {}

  render(): { view: [number, number, number, number]; shapes: [] } {
    return { view: [0, 0, 1, 1], shapes: [] };
  }

  close(): void {}
}
