import { createGenerator, restoreGenerator, type Generator, type GeneratorState } from '@cartwheel/random';
import type { EnvSnapshot, Info } from '../env.ts';
import { requireRunning, type EpisodePhase } from '../episode-phase.ts';
import { invalidAction } from '../invalid-action.ts';
import type { Box } from '../spaces/box.ts';
import type { Discrete } from '../spaces/discrete.ts';
import { requireActionCount, requireMask, requireSnapshots } from '../vector/vector-arguments.ts';
import { createVectorArrays } from '../vector/vector-arrays.ts';
import type { ActionBatch, VectorEnv, VectorResetOptions, VectorStep } from '../vector/vector-env.ts';
import { TimeLimit } from '../wrappers/time-limit.ts';
import { advanceCartPoles, hasFallen } from './cart-pole-physics.ts';
import { CART_POLE_STEPS, CartPoleEnv, DEFAULT_BOUNDS } from './cart-pole.ts';
import { parseResetBounds, type ResetBounds } from './reset-bounds.ts';

const STATE_SIZE = 4;

/** Of a CartPole with its time limit. */
interface CartPoleSnapshot {
  readonly elapsedSteps: number;
  readonly phase: EpisodePhase;
  readonly env: { readonly state: readonly number[]; readonly random: GeneratorState | null };
}

/**
 * CartPole-v1 many times over, with its time limit and `same-step` autoreset: all states in one array, all steps in one
 * loop. To the bit what `SyncVectorEnv` does with the single environment, with the same snapshots.
 */
export class CartPoleVectorEnv implements VectorEnv {
  readonly id: string;
  readonly numEnvs: number;
  readonly observationSpace: Box;
  readonly actionSpace: Discrete;
  readonly rewardThreshold: number;
  readonly maxEpisodeSteps = CART_POLE_STEPS;
  readonly autoreset = 'same-step';
  readonly infos: readonly Info[];

  readonly #states: Float64Array;
  readonly #angles: Float64Array;
  readonly #elapsedSteps: Int32Array;
  readonly #phases: EpisodePhase[];
  /** Whether all were found to be running: with this autoreset they are from then on. */
  #areRunning = false;
  readonly #generators: (Generator | undefined)[];
  readonly #step: VectorStep;

  constructor(numEnvs: number) {
    const { id, observationSpace, actionSpace, rewardThreshold } = new CartPoleEnv();
    this.id = id;
    this.numEnvs = numEnvs;
    this.observationSpace = observationSpace;
    this.actionSpace = actionSpace;
    this.rewardThreshold = rewardThreshold;
    this.infos = Array.from({ length: numEnvs }, () => ({}));
    this.#states = new Float64Array(numEnvs * STATE_SIZE);
    this.#angles = new Float64Array(numEnvs * 2);
    this.#elapsedSteps = new Int32Array(numEnvs);
    this.#phases = Array.from({ length: numEnvs }, () => 'new');
    this.#generators = Array.from({ length: numEnvs }, () => undefined);
    const arrays = createVectorArrays(numEnvs, STATE_SIZE);
    this.#step = { ...arrays, infos: this.infos, finalInfos: Array.from({ length: numEnvs }, () => ({})) };
  }

  reset({ seed, options, mask }: VectorResetOptions = {}): Float32Array {
    requireMask(mask, this.numEnvs);
    const bounds = parseResetBounds(options, DEFAULT_BOUNDS);
    for (let i = 0; i < this.numEnvs; i++) {
      if (mask?.[i] === 0) continue;
      if (seed !== undefined) this.#generators[i] = createGenerator(seed + i);
      this.#begin(i, bounds);
    }
    return this.#step.observations;
  }

  step(actions: ActionBatch): VectorStep {
    this.#check(actions);
    const states = this.#states;
    const elapsedSteps = this.#elapsedSteps;
    advanceCartPoles(states, actions, this.#angles);
    const { observations, rewards, terminated, truncated } = this.#step;
    rewards.fill(1);
    for (let i = 0; i < elapsedSteps.length; i++) {
      const offset = i * STATE_SIZE;
      observations[offset] = states[offset];
      observations[offset + 1] = states[offset + 1];
      observations[offset + 2] = states[offset + 2];
      observations[offset + 3] = states[offset + 3];
      const elapsed = elapsedSteps[i] + 1;
      elapsedSteps[i] = elapsed;
      const isOver = Number(hasFallen(states, offset));
      const isCut = Number(elapsed >= CART_POLE_STEPS);
      terminated[i] = isOver;
      truncated[i] = isCut;
      if ((isOver | isCut) !== 0) this.#restart(i);
    }
    return this.#step;
  }

  snapshot(): EnvSnapshot {
    const envs = this.#phases.map((phase, i) => {
      const state = [...this.#states.subarray(i * STATE_SIZE, (i + 1) * STATE_SIZE)];
      const random = this.#generators[i]?.state() ?? null;
      return { elapsedSteps: this.#elapsedSteps[i], phase, env: { state, phase, random } };
    });
    return { envs };
  }

  restore(snapshot: EnvSnapshot): void {
    const envs = requireSnapshots(this, snapshot).map(parseSnapshot);
    this.#areRunning = false;
    envs.forEach(({ elapsedSteps, phase, env }, i) => {
      this.#states.set(env.state, i * STATE_SIZE);
      this.#elapsedSteps[i] = elapsedSteps;
      this.#phases[i] = phase;
      this.#generators[i] = env.random === null ? undefined : restoreGenerator(env.random);
    });
  }

  close(): void {
    // Holds nothing that had to be given back.
  }

  #begin(i: number, { low, high }: ResetBounds): void {
    const random = (this.#generators[i] ??= createGenerator());
    for (let j = i * STATE_SIZE; j < (i + 1) * STATE_SIZE; j++) {
      this.#states[j] = random.uniform(low, high);
      this.#step.observations[j] = this.#states[j];
    }
    this.#elapsedSteps[i] = 0;
    this.#phases[i] = 'running';
  }

  #restart(i: number): void {
    const { observations, finalObservations } = this.#step;
    for (let j = i * STATE_SIZE; j < (i + 1) * STATE_SIZE; j++) finalObservations[j] = observations[j];
    this.#begin(i, DEFAULT_BOUNDS);
  }

  /** Before anything moves. */
  #check(actions: ActionBatch): void {
    requireActionCount(this, this.numEnvs, actions.length);
    for (let i = 0; i < actions.length; i++) {
      // Neither 0 nor 1. Two comparisons would be a branch that random actions mispredict.
      if (actions[i] * (actions[i] - 1) !== 0) throw invalidAction(this.id, this.actionSpace, actions[i]);
    }
    if (this.#areRunning) return;
    for (const phase of this.#phases) requireRunning(this.id, phase);
    this.#areRunning = true;
  }
}

/** Throws `envs/invalid-snapshot`, as the single environment does. */
function parseSnapshot(snapshot: EnvSnapshot): CartPoleSnapshot {
  const single = new TimeLimit(new CartPoleEnv(), CART_POLE_STEPS);
  single.restore(snapshot);
  // What it could restore has these fields.
  return single.snapshot() as unknown as CartPoleSnapshot;
}
