import { Box, type Env, type EnvSnapshot, type ResetResult, type Scene, type StepResult } from '@cartwheel/envs';

const OBSERVATION = 17;
const EPISODE_STEPS = 1000;

/** HalfCheetah's shapes without its physics: 17 observed numbers, 6 actions, episodes of 1000 steps, as fast as can be. */
export class StandInEnv implements Env<Float32Array, Float32Array> {
  readonly id = 'stand-in';
  readonly observationSpace = new Box({ shape: [OBSERVATION], low: 0, high: 1 });
  readonly actionSpace = new Box({ shape: [6], low: -1, high: 1 });
  #steps = 0;

  reset(): ResetResult<Float32Array> {
    this.#steps = 0;
    return [this.#observe(), {}];
  }

  step([first]: Float32Array): StepResult<Float32Array> {
    this.#steps += 1;
    return [this.#observe(), first, false, this.#steps === EPISODE_STEPS, {}];
  }

  snapshot(): EnvSnapshot {
    return { steps: this.#steps };
  }

  restore({ steps }: EnvSnapshot): void {
    this.#steps = Number(steps);
  }

  render(): Scene {
    return { view: [0, 0, 1, 1], shapes: [] };
  }

  close(): void {
    this.#steps = 0;
  }

  #observe(): Float32Array {
    return new Float32Array(OBSERVATION).fill(this.#steps / EPISODE_STEPS);
  }
}
