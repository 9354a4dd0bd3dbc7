import {
  Box,
  Discrete,
  type Env,
  type EnvSnapshot,
  type Info,
  type ResetResult,
  type StepResult,
} from '@cartwheel/envs';

const EPISODE_LENGTH = 13;

/** Counts upwards; allows each action in turn only, and rewards the greater ones. Its whole state is its count. */
export class MaskedCountingEnv implements Env {
  readonly id = 'MaskedCounting-v0';
  readonly observationSpace = new Box({ low: 0, high: 1, shape: [1] });
  readonly actionSpace = new Discrete(3);
  #count = 0;

  reset(): ResetResult {
    this.#count = 0;
    return [this.#observe(), this.#info()];
  }

  step(action: number): StepResult {
    this.#count += 1;
    return [this.#observe(), action, this.#count >= EPISODE_LENGTH, false, this.#info()];
  }

  snapshot(): EnvSnapshot {
    return { count: this.#count };
  }

  restore({ count }: EnvSnapshot): void {
    this.#count = Number(count);
  }

  render(): { view: [number, number, number, number]; shapes: [] } {
    return { view: [0, 0, 1, 1], shapes: [] };
  }

  close(): void {}

  #observe(): Float32Array {
    return Float32Array.of(this.#count / EPISODE_LENGTH);
  }

  #info(): Info {
    const actionMask = Uint8Array.of(1, 1, 1);
    actionMask[this.#count % 3] = 0;
    return { actionMask };
  }
}
