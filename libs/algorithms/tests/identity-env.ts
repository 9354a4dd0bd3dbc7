import {
  Box,
  type Action,
  type Env,
  type EnvSnapshot,
  type Info,
  type Observation,
  type ResetOptions,
  type ResetResult,
  type Space,
  type StepResult,
} from '@cartwheel/envs';
import { createGenerator, type Generator } from '@cartwheel/random';

const EPISODE_LENGTH = 100;

/** How far each number of an action in a Box may be from the observation's. */
const TOLERANCE = 0.5;

/**
 * Stable-Baselines3's identity environment: the reward is 1 when the action equals the observation (in a Box: is within
 * 0.5 of it), which is then drawn anew. Episodes are cut after 100 steps, so 100 is the best return.
 */
export class IdentityEnv implements Env {
  readonly id: string = 'Identity-v0';
  readonly observationSpace: Space;
  readonly actionSpace: Space;
  protected state: Observation = 0;
  #random: Generator = createGenerator(0);
  #steps = 0;

  constructor(space: Space) {
    this.observationSpace = space;
    this.actionSpace = space;
  }

  reset({ seed }: ResetOptions = {}): ResetResult {
    if (seed !== undefined) this.#random = createGenerator(seed);
    this.#steps = 0;
    this.state = this.observationSpace.sample(this.#random);
    return [this.state, this.info()];
  }

  step(action: Action): StepResult {
    const reward = this.isRight(action) ? 1 : 0;
    this.state = this.observationSpace.sample(this.#random);
    this.#steps += 1;
    return [this.state, reward, false, this.#steps >= EPISODE_LENGTH, this.info()];
  }

  snapshot(): EnvSnapshot {
    return {};
  }

  restore(): void {}

  render(): { view: [number, number, number, number]; shapes: [] } {
    return { view: [0, 0, 1, 1], shapes: [] };
  }

  close(): void {}

  protected info(): Info {
    return {};
  }

  protected isRight(action: Action): boolean {
    if (!this.actionSpace.contains(action))
      throw new Error(`${JSON.stringify(action)} is not of ${String(this.actionSpace)}`);
    const wanted = numbersOf(this.state);
    const tolerance = this.actionSpace instanceof Box ? TOLERANCE : 0;
    return numbersOf(action).every((number, i) => Math.abs(number - wanted[i]) <= tolerance);
  }
}

/**
 * The same, where all actions but the right one and its successor are masked, and a masked one throws: as many choices
 * as it takes for a policy without masks to need much longer.
 */
export class MaskedIdentityEnv extends IdentityEnv {
  override readonly id = 'MaskedIdentity-v0';
  #mask = new Uint8Array(0);

  protected override info(): Info {
    const { flatSize } = this.observationSpace;
    const mask = new Uint8Array(flatSize);
    const flat = new Float32Array(flatSize);
    this.observationSpace.flattenInto(this.state, flat, 0);
    const right = flat.indexOf(1);
    mask[right] = 1;
    mask[(right + 1) % flatSize] = 1;
    this.#mask = mask;
    return { actionMask: mask };
  }

  protected override isRight(action: Action): boolean {
    const flat = new Float32Array(this.actionSpace.flatSize);
    this.actionSpace.flattenInto(action, flat, 0);
    if (this.#mask[flat.indexOf(1)] !== 1) throw new Error(`${JSON.stringify(action)} is masked`);
    return super.isRight(action);
  }
}

function numbersOf(value: Observation): readonly number[] {
  if (typeof value === 'number') return [value];
  if (ArrayBuffer.isView(value)) return Array.from(value);
  throw new Error('An identity environment has numbers.');
}
