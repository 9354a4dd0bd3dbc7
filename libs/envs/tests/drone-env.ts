import { CartwheelError } from '@cartwheel/async-guard';
import { createGenerator, isGeneratorState, restoreGenerator, type Generator } from '@cartwheel/random';
import {
  Box,
  Dict,
  Discrete,
  type DictValue,
  type Env,
  type EnvSnapshot,
  type ResetOptions,
  type ResetResult,
  type Scene,
  type StepResult,
} from '../src/index.ts';

/**
 * Someone else's environment, of kinds that CartPole has not: actions of a Box, observations of a Dict, no writing in
 * place, no time limit. A drone that is pushed about; it ends when it is blown away.
 */
export class DroneEnv implements Env<DictValue, Float32Array> {
  readonly id = 'Drone-v0';
  readonly observationSpace = new Dict({ position: new Box({ shape: [2], low: -9, high: 9 }), wind: new Discrete(3) });
  readonly actionSpace = new Box({ shape: [2], low: -1, high: 1 });
  closed = 0;

  #random: Generator = createGenerator();
  #position = [0, 0];
  #wind = 0;
  #isRunning = false;

  reset({ seed }: ResetOptions = {}): ResetResult<DictValue> {
    if (seed !== undefined) this.#random = createGenerator(seed);
    this.#position = [this.#random.uniform(-1, 1), this.#random.uniform(-1, 1)];
    this.#isRunning = true;
    return [this.#observe(), { start: [...this.#position] }];
  }

  step(action: Float32Array): StepResult<DictValue> {
    if (!this.actionSpace.contains(action)) throw new CartwheelError('envs/invalid-action', 'not an action');
    if (!this.#isRunning) throw new CartwheelError('envs/reset-needed', 'not running');
    this.#position = this.#position.map((x, i) => x + action[i] + 0.3 * (this.#wind - 1));
    const distance = Math.hypot(...this.#position);
    this.#isRunning = distance < 5;
    return [this.#observe(), -distance, !this.#isRunning, false, { distance }];
  }

  snapshot(): EnvSnapshot {
    const running = this.#isRunning;
    return { position: [...this.#position], wind: this.#wind, running, random: this.#random.state() };
  }

  restore({ position, wind, running, random }: EnvSnapshot): void {
    if (!Array.isArray(position) || !isGeneratorState(random)) {
      throw new CartwheelError('envs/invalid-snapshot', 'not a snapshot');
    }
    this.#position = position.map(Number);
    this.#wind = Number(wind);
    this.#isRunning = running === true;
    this.#random = restoreGenerator(random);
  }

  render(): Scene {
    const [x, y] = this.#position;
    return { view: [-9, -9, 9, 9], shapes: [{ kind: 'circle', center: [x, y], radius: 0.2, fill: '#000000' }] };
  }

  close(): void {
    this.closed += 1;
  }

  #observe(): DictValue {
    this.#wind = this.#random.integers(3);
    return { position: Float32Array.from(this.#position), wind: this.#wind };
  }
}
