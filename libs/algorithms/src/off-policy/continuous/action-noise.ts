import type { Generator } from '@cartwheel/random';

export const ACTION_NOISES = ['none', 'normal', 'ornstein-uhlenbeck'] as const;

export type ActionNoiseKind = (typeof ACTION_NOISES)[number];

/** What is added to scaled actions while experience is collected. */
export interface ActionNoise {
  /** Adds to the actions of all environments, `[rows, size]`, and cuts them to [−1, 1]. */
  addTo(actions: Float32Array, random: Generator): void;
  /** The episode of an environment has ended. */
  ended(envIndex: number): void;
  /** What the next step depends on: where each number of the noise stands, `[rows, size]`; empty where nothing goes on. */
  readonly state: Float64Array;
}

interface ActionNoiseOptions {
  kind: ActionNoiseKind;
  /** Standard deviation, in scaled actions; of the steps of the process for Ornstein-Uhlenbeck. */
  std: number;
  /** Environments. */
  rows: number;
  /** Numbers in an action. */
  size: number;
}

export function createActionNoise({ kind, std, rows, size }: ActionNoiseOptions): ActionNoise | undefined {
  if (kind === 'none') return undefined;
  return kind === 'normal' ? new NormalNoise(std) : new OrnsteinUhlenbeckNoise(std, rows, size);
}

/** Independent normals. */
class NormalNoise implements ActionNoise {
  readonly state = new Float64Array(0);
  readonly #std: number;

  constructor(std: number) {
    this.#std = std;
  }

  addTo(actions: Float32Array, random: Generator): void {
    for (let i = 0; i < actions.length; i++) actions[i] = cut(actions[i] + this.#std * random.standardNormal());
  }

  ended(): void {
    // Each step draws by itself.
  }
}

/** Rate of the return to 0, and the time between two steps: Stable-Baselines3's. */
const THETA = 0.15;
const STEP = 1e-2;

/**
 * Noise that goes on from step to step, as Brownian motion with friction: x ← x − θ x Δt + σ √Δt · N(0, 1). It starts each
 * episode at 0.
 */
class OrnsteinUhlenbeckNoise implements ActionNoise {
  readonly state: Float64Array;
  readonly #std: number;
  readonly #size: number;

  constructor(std: number, rows: number, size: number) {
    this.state = new Float64Array(rows * size);
    this.#std = std;
    this.#size = size;
  }

  addTo(actions: Float32Array, random: Generator): void {
    for (let i = 0; i < actions.length; i++) {
      this.state[i] += -THETA * this.state[i] * STEP + this.#std * Math.sqrt(STEP) * random.standardNormal();
      actions[i] = cut(actions[i] + this.state[i]);
    }
  }

  ended(envIndex: number): void {
    this.state.fill(0, envIndex * this.#size, (envIndex + 1) * this.#size);
  }
}

function cut(action: number): number {
  return Math.min(Math.max(action, -1), 1);
}
