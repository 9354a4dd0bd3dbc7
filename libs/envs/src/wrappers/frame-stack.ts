import { CartwheelError } from '@cartwheel/async-guard';
import {
  isEnvSnapshot,
  type Env,
  type EnvSnapshot,
  type Info,
  type ResetOptions,
  type ResetResult,
  type StepResult,
} from '../env.ts';
import type { InPlaceEnv, StepOutcome } from '../in-place-env.ts';
import { invalidSnapshot } from '../invalid-snapshot.ts';
import { isNumberList } from '../is-number-list.ts';
import { Box } from '../spaces/box.ts';
import type { Action, Space } from '../spaces/space.ts';
import { DelegatingEnv } from './delegating-env.ts';
import { requireBox } from './require-box.ts';

/** What `FrameStack` takes. */
export interface FrameStackOptions {
  /** How many observations make one, at least 1. */
  stackSize: number;
  /** What stands for those before the first: the first itself (Gymnasium's default), or zeros. Default `reset`. */
  padding?: 'reset' | 'zero';
}

/** Gives the last observations of a Box as one, the oldest first: shape `[stackSize, …shape]`. */
export class FrameStack<A extends Action = Action>
  extends DelegatingEnv<Float32Array, A, Float32Array, A>
  implements InPlaceEnv<Float32Array, A>
{
  readonly observationSpace: Box;
  readonly #frames: Float32Array;
  readonly #size: number;
  readonly #padding: 'reset' | 'zero';

  /** Throws `envs/unsupported-space` unless the observations are of a Box, and `envs/invalid-frame-stack`. */
  constructor(env: Env<Float32Array, A>, { stackSize, padding = 'reset' }: FrameStackOptions) {
    super(env);
    const { low, high, shape, flatSize } = requireBox('FrameStack', env.observationSpace);
    requireStackSize(stackSize);
    const repeat = (bounds: Float32Array): number[] => Array.from({ length: stackSize }, () => [...bounds]).flat();
    this.observationSpace = new Box({ shape: [stackSize, ...shape], low: repeat(low), high: repeat(high) });
    this.#frames = new Float32Array(stackSize * flatSize);
    this.#size = flatSize;
    this.#padding = padding;
  }

  get actionSpace(): Space<A> {
    return this.env.actionSpace;
  }

  reset(options?: ResetOptions): ResetResult<Float32Array> {
    const observation = new Float32Array(this.#frames.length);
    return [observation, this.resetInto(observation, 0, options)];
  }

  step(action: A): StepResult<Float32Array> {
    const observation = new Float32Array(this.#frames.length);
    const { reward, terminated, truncated, info } = this.stepInto(action, observation, 0);
    return [observation, reward, terminated, truncated, info];
  }

  resetInto(target: Float32Array, offset: number, options?: ResetOptions): Info {
    const last = this.#frames.length - this.#size;
    const info = this.driver.resetInto(this.#frames, last, options);
    for (let start = 0; start < last; start += this.#size) {
      if (this.#padding === 'zero') this.#frames.fill(0, start, start + this.#size);
      else this.#frames.copyWithin(start, last);
    }
    target.set(this.#frames, offset);
    return info;
  }

  stepInto(action: A, target: Float32Array, offset: number): StepOutcome {
    const last = this.#frames.length - this.#size;
    // At its own place first: a step that is refused must leave the frames alone.
    const outcome = this.driver.stepInto(action, target, offset + last);
    this.#frames.copyWithin(0, this.#size);
    for (let i = 0; i < this.#size; i++) this.#frames[last + i] = target[offset + last + i];
    target.set(this.#frames, offset);
    return outcome;
  }

  override snapshot(): EnvSnapshot {
    return { frames: [...this.#frames], env: super.snapshot() };
  }

  override restore(snapshot: EnvSnapshot): void {
    const { frames, env } = snapshot;
    if (!isNumberList(frames, this.#frames.length) || !isEnvSnapshot(env)) {
      throw invalidSnapshot(`the frames of ${this.id}`, 'frames and env', snapshot);
    }
    super.restore(env);
    this.#frames.set(frames);
  }
}

function requireStackSize(stackSize: number): void {
  if (Number.isInteger(stackSize) && stackSize >= 1) return;
  const message = `The stackSize of a FrameStack must be an integer of at least 1, but got ${stackSize}.`;
  throw new CartwheelError('envs/invalid-frame-stack', message);
}
