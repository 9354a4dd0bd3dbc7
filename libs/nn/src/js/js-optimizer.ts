import type { OptimizerStep, Pieces } from '../network.ts';
import { BaseOptimizer } from '../optimizer/base-optimizer.ts';
import type { JsTrainable } from './js-trainable.ts';
import type { JsUpdateRule } from './js-update-rule.ts';

/** Some of what an optimiser trains, with its shares of the state vectors. */
interface Share {
  readonly parameters: Float32Array;
  readonly gradients: Float32Array;
  readonly slots: readonly Float32Array[];
}

/** Parameters that are moved in one go: one to two milliseconds of one core. */
const PIECE_PARAMETERS = 100_000;

/** The optimiser of the `js` engine, whatever its rule. */
export class JsOptimizer extends BaseOptimizer {
  readonly #rule: JsUpdateRule;
  readonly #slots: readonly Float32Array[];
  readonly #pieces: readonly (readonly Share[])[];

  constructor(trained: readonly JsTrainable[], rule: JsUpdateRule) {
    const parameterCount = trained.reduce((sum, { parameterCount }) => sum + parameterCount, 0);
    super(rule.slotNames, parameterCount);
    const slots = rule.slotNames.map(() => new Float32Array(parameterCount));
    let offset = 0;
    this.#rule = rule;
    this.#slots = slots;
    const shares = trained.map(({ parameters, gradients }) => {
      const start = offset;
      offset += parameters.length;
      return { parameters, gradients, slots: slots.map((slot) => slot.subarray(start, start + parameters.length)) };
    });
    this.#pieces = divide(shares);
  }

  stepInPieces(options: OptimizerStep): Pieces<number> {
    return this.takeStep(
      options,
      () => this.#squaresInPieces(),
      (learningRate, scale) => this.#updateInPieces(learningRate, scale),
    );
  }

  protected sumOfSquares(): number {
    let sum = 0;
    for (const piece of this.#pieces) sum = addSquares(sum, piece);
    return sum;
  }

  protected update(learningRate: number, scale: number): void {
    this.#rule.begin(learningRate);
    for (const piece of this.#pieces) this.#move(piece, scale);
  }

  protected readSlot(slot: number): Float32Array {
    return this.#slots[slot].slice();
  }

  protected writeSlot(slot: number, values: Float32Array): void {
    this.#slots[slot].set(values);
  }

  protected restoreSteps(steps: number): void {
    this.#rule.restore(steps);
  }

  *#squaresInPieces(): Pieces<number> {
    let sum = 0;
    for (const piece of this.#pieces) {
      if (piece !== this.#pieces[0]) yield undefined;
      sum = addSquares(sum, piece);
    }
    return sum;
  }

  *#updateInPieces(learningRate: number, scale: number): Pieces<void> {
    this.#rule.begin(learningRate);
    for (const piece of this.#pieces) {
      if (piece !== this.#pieces[0]) yield undefined;
      this.#move(piece, scale);
    }
  }

  #move(piece: readonly Share[], scale: number): void {
    for (const { parameters, gradients, slots } of piece) this.#rule.apply(parameters, gradients, slots, scale);
  }
}

/** The sum goes on from piece to piece, in the order of the parameters. */
function addSquares(start: number, piece: readonly Share[]): number {
  let sum = start;
  for (const { gradients } of piece) {
    for (let i = 0; i < gradients.length; i++) sum += gradients[i] * gradients[i];
  }
  return sum;
}

/** Into pieces of about one size: large shares into several, small ones together. */
function divide(shares: readonly Share[]): readonly (readonly Share[])[] {
  const pieces: Share[][] = [[]];
  let room = PIECE_PARAMETERS;
  for (const { parameters, gradients, slots } of shares) {
    for (let start = 0; start < parameters.length;) {
      if (room === 0) {
        pieces.push([]);
        room = PIECE_PARAMETERS;
      }
      const end = Math.min(start + room, parameters.length);
      const cut = (array: Float32Array): Float32Array => array.subarray(start, end);
      pieces[pieces.length - 1].push({ parameters: cut(parameters), gradients: cut(gradients), slots: slots.map(cut) });
      room -= end - start;
      start = end;
    }
  }
  return pieces;
}
