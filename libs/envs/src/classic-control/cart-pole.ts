import { createGenerator, isGeneratorState, restoreGenerator, type Generator } from '@cartwheel/random';
import type { EnvSnapshot, Info, ResetOptions, ResetResult, StepResult } from '../env.ts';
import { isEpisodePhase, requireRunning, type EpisodePhase } from '../episode-phase.ts';
import type { InPlaceEnv, StepOutcome } from '../in-place-env.ts';
import { invalidAction } from '../invalid-action.ts';
import { invalidSnapshot } from '../invalid-snapshot.ts';
import type { Scene } from '../scene.ts';
import { Box } from '../spaces/box.ts';
import { Discrete } from '../spaces/discrete.ts';
import { advanceCartPole, hasFallen, THETA_LIMIT, X_LIMIT, type CartPoleState } from './cart-pole-physics.ts';
import { drawCartPole } from './cart-pole-scene.ts';
import { parseResetBounds } from './reset-bounds.ts';

const STATE_SIZE = 4;
const NO_INFO: Info = Object.freeze({});
/** Each of the four starts uniformly between these. */
const DEFAULT_BOUNDS = { low: -0.05, high: 0.05 };
/** Twice the limits, so that the last observation of an episode belongs to the space too. */
const HIGHEST = [2 * X_LIMIT, Infinity, 2 * THETA_LIMIT, Infinity];

/**
 * CartPole-v1 of Gymnasium 1.4.0, without its time limit: push a cart left (0) or right (1) so that the pole on it stays
 * upright. The reward is 1 a step, the last one included.
 *
 * Observations are the state rounded to single precision: cart position (m) and velocity, pole angle (rad) and angular
 * velocity. `reset` takes the options `low` and `high`: the bounds that each of them starts between, by default ±0.05.
 */
export class CartPoleEnv implements InPlaceEnv<Float32Array, number> {
  readonly id = 'CartPole-v1';
  readonly observationSpace = new Box({ low: HIGHEST.map((bound) => -bound), high: HIGHEST });
  readonly actionSpace = new Discrete(2);
  readonly rewardThreshold = 475;

  readonly #state: CartPoleState = new Float64Array(STATE_SIZE);
  readonly #outcome: StepOutcome = { reward: 1, terminated: false, truncated: false, info: NO_INFO };
  #random: Generator | undefined;
  #phase: EpisodePhase = 'new';

  /** Throws `envs/invalid-reset-options`. */
  reset(options?: ResetOptions): ResetResult<Float32Array> {
    const observation = new Float32Array(STATE_SIZE);
    this.resetInto(observation, 0, options);
    return [observation, {}];
  }

  step(action: number): StepResult<Float32Array> {
    const observation = new Float32Array(STATE_SIZE);
    const { reward, terminated, truncated } = this.stepInto(action, observation, 0);
    return [observation, reward, terminated, truncated, {}];
  }

  resetInto(target: Float32Array, offset: number, options?: ResetOptions): Info {
    const { low, high } = parseResetBounds(options?.options, DEFAULT_BOUNDS);
    const random = this.#generator(options?.seed);
    for (let i = 0; i < STATE_SIZE; i++) this.#state[i] = random.uniform(low, high);
    this.#phase = 'running';
    this.#observeInto(target, offset);
    return NO_INFO;
  }

  stepInto(action: number, target: Float32Array, offset: number): StepOutcome {
    if (action !== 0 && action !== 1) throw invalidAction(this.id, this.actionSpace, action);
    requireRunning(this.id, this.#phase);
    advanceCartPole(this.#state, action);
    this.#observeInto(target, offset);
    const terminated = hasFallen(this.#state);
    if (terminated) this.#phase = 'ended';
    const outcome = this.#outcome;
    outcome.reward = 1;
    outcome.terminated = terminated;
    outcome.truncated = false;
    outcome.info = NO_INFO;
    return outcome;
  }

  snapshot(): EnvSnapshot {
    return { state: [...this.#state], phase: this.#phase, random: this.#random?.state() ?? null };
  }

  restore(snapshot: EnvSnapshot): void {
    const { state, phase, random } = snapshot;
    if (!isState(state) || !isEpisodePhase(phase) || !(random === null || isGeneratorState(random))) {
      throw invalidSnapshot(this.id, 'state, phase and random', snapshot);
    }
    this.#random = random === null ? undefined : restoreGenerator(random);
    this.#state.set(state);
    this.#phase = phase;
  }

  render(): Scene {
    return drawCartPole(this.#state);
  }

  close(): void {
    // Holds nothing that had to be given back.
  }

  #generator(seed: number | undefined): Generator {
    if (seed !== undefined || this.#random === undefined) this.#random = createGenerator(seed);
    return this.#random;
  }

  #observeInto(target: Float32Array, offset: number): void {
    for (let i = 0; i < STATE_SIZE; i++) target[offset + i] = this.#state[i];
  }
}

function isState(value: unknown): value is number[] {
  return Array.isArray(value) && value.length === STATE_SIZE && value.every((element) => typeof element === 'number');
}
