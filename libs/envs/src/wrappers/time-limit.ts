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
import { isEpisodePhase, requireRunning, type EpisodePhase } from '../episode-phase.ts';
import type { StepOutcome } from '../in-place-env.ts';
import { invalidSnapshot } from '../invalid-snapshot.ts';
import type { Action, Observation } from '../spaces/space.ts';
import { Wrapper } from './wrapper.ts';

/** Cuts episodes: the step that reaches the limit is `truncated`, even where it is `terminated` too, as in Gymnasium. */
export class TimeLimit<O extends Observation = Observation, A extends Action = Action> extends Wrapper<O, A> {
  readonly #maxEpisodeSteps: number;
  #elapsedSteps = 0;
  #phase: EpisodePhase = 'new';

  /** Throws `envs/invalid-time-limit`. */
  constructor(env: Env<O, A>, maxEpisodeSteps: number) {
    super(env);
    if (!(Number.isInteger(maxEpisodeSteps) && maxEpisodeSteps >= 1)) {
      const expected = 'A time limit must be an integer of at least 1 step';
      throw new CartwheelError('envs/invalid-time-limit', `${expected}, but got ${maxEpisodeSteps}.`);
    }
    this.#maxEpisodeSteps = maxEpisodeSteps;
  }

  override get maxEpisodeSteps(): number {
    return this.#maxEpisodeSteps;
  }

  override reset(options?: ResetOptions): ResetResult<O> {
    const result = super.reset(options);
    this.#begin();
    return result;
  }

  override step(action: A): StepResult<O> {
    if (this.#phase !== 'running') requireRunning(this.id, this.#phase);
    const [observation, reward, terminated, truncated, info] = super.step(action);
    return [observation, reward, terminated, this.#count(terminated, truncated), info];
  }

  override resetInto(target: Float32Array, offset: number, options?: ResetOptions): Info {
    const info = super.resetInto(target, offset, options);
    this.#begin();
    return info;
  }

  override stepInto(action: A, target: Float32Array, offset: number): StepOutcome {
    if (this.#phase !== 'running') requireRunning(this.id, this.#phase);
    const outcome = super.stepInto(action, target, offset);
    outcome.truncated = this.#count(outcome.terminated, outcome.truncated);
    return outcome;
  }

  override snapshot(): EnvSnapshot {
    return { elapsedSteps: this.#elapsedSteps, phase: this.#phase, env: super.snapshot() };
  }

  override restore(snapshot: EnvSnapshot): void {
    const { elapsedSteps, phase, env } = snapshot;
    if (typeof elapsedSteps !== 'number' || !isEpisodePhase(phase) || !isEnvSnapshot(env)) {
      throw invalidSnapshot(`the time limit of ${this.id}`, 'elapsedSteps, phase and env', snapshot);
    }
    super.restore(env);
    this.#elapsedSteps = elapsedSteps;
    this.#phase = phase;
  }

  #begin(): void {
    this.#elapsedSteps = 0;
    this.#phase = 'running';
  }

  /** Counts a step; gives whether it is truncated. */
  #count(terminated: boolean, truncated: boolean): boolean {
    this.#elapsedSteps += 1;
    const isCut = truncated || this.#elapsedSteps >= this.#maxEpisodeSteps;
    if (terminated || isCut) this.#phase = 'ended';
    return isCut;
  }
}
