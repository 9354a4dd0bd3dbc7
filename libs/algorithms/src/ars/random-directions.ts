import type { Generator } from '@cartwheel/random';

/** Of SB3-contrib: keeps equal returns from being divided by 0. */
const EPSILON = 1e-6;

/** The directions of one update, each a row of normals, and what going there and back returned. */
export class RandomDirections {
  readonly count: number;
  /** `[count, size]`. */
  readonly deltas: Float32Array;
  /** Of the candidates: those of all directions there, then of all back, `[2 · count]`. */
  readonly returns: Float64Array;
  readonly #size: number;

  constructor(count: number, size: number) {
    this.count = count;
    this.#size = size;
    this.deltas = new Float32Array(count * size);
    this.returns = new Float64Array(2 * count);
  }

  draw(random: Generator): void {
    for (let i = 0; i < this.deltas.length; i++) this.deltas[i] = random.standardNormal();
  }

  /** Writes the weights of candidate `index`: `base` ± `scale` · its direction, at the places `free`. */
  writeCandidate(index: number, base: Float32Array, free: Int32Array, scale: number, target: Float32Array): void {
    const sign = index < this.count ? 1 : -1;
    const start = (index % this.count) * this.#size;
    target.set(base);
    for (let i = 0; i < free.length; i++) target[free[i]] += sign * scale * this.deltas[start + i];
  }

  /**
   * Moves `weights` along the `top` directions with the greatest return there or back (arXiv 1803.07055, algorithm 1, line
   * 7): by learningRate / (top · σ) · Σ (return there − return back) · direction, with σ the deviation of their returns (n − 1
   * in the denominator, as PyTorch).
   */
  move(weights: Float32Array, free: Int32Array, learningRate: number, top: number): { stepSize: number; std: number } {
    const { count, returns } = this;
    const best = (direction: number): number => Math.max(returns[direction], returns[count + direction]);
    const order = Array.from({ length: count }, (_, i) => i).toSorted((a, b) => best(b) - best(a));
    const chosen = order.slice(0, top);
    const std = deviationOf(chosen.flatMap((direction) => [returns[direction], returns[count + direction]]));
    const stepSize = learningRate / (chosen.length * std + EPSILON);
    for (let i = 0; i < free.length; i++) {
      let sum = 0;
      for (const direction of chosen) {
        sum += (returns[direction] - returns[count + direction]) * this.deltas[direction * this.#size + i];
      }
      weights[free[i]] += stepSize * sum;
    }
    return { stepSize, std };
  }
}

function deviationOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
}
