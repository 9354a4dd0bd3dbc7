import { CartwheelError } from '@cartwheel/async-guard';
import { checkLength } from '../check-length.ts';
import type { Optimizer, OptimizerState, OptimizerStep, Pieces } from '../network.ts';
import { checkOptimizerStep } from './optimizer-settings.ts';

/** What the optimisers of all engines share: the checks, the clipping, and their state. */
export abstract class BaseOptimizer implements Optimizer {
  readonly #slotNames: readonly string[];
  readonly #parameterCount: number;
  #steps = 0;

  constructor(slotNames: readonly string[], parameterCount: number) {
    this.#slotNames = slotNames;
    this.#parameterCount = parameterCount;
  }

  step(options: OptimizerStep): number {
    checkOptimizerStep(options);
    const norm = Math.sqrt(this.sumOfSquares());
    this.#steps++;
    this.update(options.learningRate, clipScale(norm, options.maxGradNorm));
    return norm;
  }

  /** A step whose two ways through all parameters are done in pieces. */
  protected *takeStep(
    options: OptimizerStep,
    sumOfSquares: () => Pieces<number>,
    update: (learningRate: number, scale: number) => Pieces<void>,
  ): Pieces<number> {
    checkOptimizerStep(options);
    const norm = Math.sqrt(yield* sumOfSquares());
    this.#steps++;
    yield* update(options.learningRate, clipScale(norm, options.maxGradNorm));
    return norm;
  }

  readState(): OptimizerState {
    const slots: Record<string, Float32Array> = {};
    this.#slotNames.forEach((name, s) => {
      slots[name] = this.readSlot(s);
    });
    return { steps: this.#steps, slots };
  }

  writeState(state: OptimizerState): void {
    this.#checkState(state);
    this.#steps = state.steps;
    this.#slotNames.forEach((name, s) => {
      this.writeSlot(s, state.slots[name]);
    });
    this.restoreSteps(state.steps);
  }

  /** Of all gradients together. */
  protected abstract sumOfSquares(): number;
  /** One step along the gradients times `scale`. */
  protected abstract update(learningRate: number, scale: number): void;
  protected abstract readSlot(slot: number): Float32Array;
  protected abstract writeSlot(slot: number, values: Float32Array): void;
  /** Sets what depends on the step count alone. */
  protected abstract restoreSteps(steps: number): void;

  #checkState(state: OptimizerState): void {
    const got = Object.keys(state.slots).toSorted().join(', ');
    if (got !== this.#slotNames.toSorted().join(', ')) {
      throw new CartwheelError(
        'nn/wrong-state',
        `The optimiser's state must have the slots [${this.#slotNames.join(', ')}], not [${got}]; was it saved by another kind of optimiser?`,
      );
    }
    if (!Number.isSafeInteger(state.steps) || state.steps < 0) {
      throw new CartwheelError(
        'nn/wrong-state',
        `The optimiser's step count must be a non-negative integer, not ${state.steps}.`,
      );
    }
    for (const name of this.#slotNames) {
      checkLength(state.slots[name], this.#parameterCount, `The optimiser's slot ${name}`, 'parameters');
    }
  }
}

/** `clip_grad_norm_`'s factor; 1e-6 is PyTorch's guard against a norm of zero. */
function clipScale(norm: number, maxGradNorm: number | undefined): number {
  return maxGradNorm === undefined ? 1 : Math.min(1, maxGradNorm / (norm + 1e-6));
}
