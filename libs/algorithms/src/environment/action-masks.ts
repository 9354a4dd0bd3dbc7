import { CartwheelError } from '@cartwheel/async-guard';
import { Discrete, MultiBinary, MultiDiscrete, type Info, type Space } from '@cartwheel/envs';
import type { PartState, Stateful } from '../checkpoint/learner-state.ts';
import { flagOf, partState, writeArrays } from '../checkpoint/part-state.ts';

/**
 * What a logit becomes whose action is not allowed, as in arXiv 2006.14171: its probability and its gradient are 0, and
 * nothing becomes NaN.
 */
const MASKED_LOGIT = -1e8;

/** Takes the actions that are not allowed out of a distribution: `logits` and `masks` are `[rows, size]`. */
export function maskLogits(logits: Float32Array, masks: Uint8Array): void {
  for (let i = 0; i < logits.length; i++) if (masks[i] === 0) logits[i] = MASKED_LOGIT;
}

/**
 * How long a mask is, and which of its numbers belong to one choice: the n of a Discrete, the choices of a MultiDiscrete
 * one after the other, a bit of a MultiBinary that may be set. `undefined` where actions cannot be masked.
 */
function choicesOf(space: Space): readonly number[] | undefined {
  if (space instanceof Discrete) return [space.n];
  if (space instanceof MultiDiscrete) return space.nvec;
  // A bit that may not be set still has a choice: 0.
  return space instanceof MultiBinary ? Array.from({ length: space.n }, () => 1) : undefined;
}

/** Throws `algorithms/invalid-action-mask`; `where` says whose mask it is. */
export function checkActionMask(mask: Uint8Array, space: Space, where: string): void {
  const choices = choicesOf(space);
  if (choices === undefined) throw invalidMask(where, `be absent: actions of ${String(space)} cannot be masked`, mask);
  const size = choices.reduce((sum, n) => sum + n, 0);
  if (mask.length !== size) throw invalidMask(where, `have ${size} numbers for ${String(space)}`, mask);
  if (space instanceof MultiBinary) return;
  let start = 0;
  for (const n of choices) {
    const end = start + n;
    if (!mask.subarray(start, end).includes(1)) {
      throw invalidMask(where, `allow at least one action of ${start} … ${end - 1}`, mask);
    }
    start = end;
  }
}

/** The masks of the actions that a vector of environments waits for. */
export class ActionMasks implements Stateful {
  /** `[numEnvs, size]`: 1 where allowed; a row of ones where an environment gives no mask. */
  readonly rows: Uint8Array;
  /** Whether any environment ever gave one. */
  isUsed = false;

  readonly #space: Space;
  readonly #size: number;

  constructor(space: Space, numEnvs: number) {
    this.#space = space;
    this.#size = choicesOf(space)?.reduce((sum, n) => sum + n, 0) ?? 0;
    this.rows = new Uint8Array(numEnvs * this.#size).fill(1);
  }

  readState(): PartState {
    return partState({ rows: this.rows }, { isUsed: this.isUsed });
  }

  writeState(state: PartState): void {
    writeArrays(state, { rows: this.rows });
    this.isUsed = flagOf(state, 'isUsed');
  }

  /** Takes the `actionMask` of each info. Throws `algorithms/invalid-action-mask`. */
  read(infos: readonly Info[], envId: string, timesteps: number): void {
    for (let i = 0; i < infos.length; i++) {
      const mask = infos[i].actionMask;
      const start = i * this.#size;
      if (mask !== undefined) {
        checkActionMask(mask, this.#space, `info.actionMask of environment ${i} of ${envId} at timestep ${timesteps}`);
        this.rows.set(mask, start);
        this.isUsed = true;
      } else if (this.isUsed) this.rows.fill(1, start, start + this.#size);
    }
  }
}

function invalidMask(where: string, expected: string, mask: Uint8Array): CartwheelError {
  return new CartwheelError('algorithms/invalid-action-mask', `${where} must ${expected}; it is [${mask.join(', ')}].`);
}
