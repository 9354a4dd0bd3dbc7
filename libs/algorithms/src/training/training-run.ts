import { CartwheelError, createYielder } from '@cartwheel/async-guard';
import {
  composeCallbacks,
  type CheckpointEvent,
  type CommandEvent,
  type EvaluationEvent,
  type Hook,
  type HookResult,
  type LiveHyperparameter,
  type NamedParameters,
  type StepEvent,
  type TrainingCallback,
  type TrainingSession,
} from '@cartwheel/callbacks';
import type { Action, Observation, VectorStep } from '@cartwheel/envs';
import type { Pieces } from '@cartwheel/nn';
import type { Algorithm, LearnOptions } from '../algorithm.ts';
import { breatheBetween } from './breathe-between.ts';

/** How far a learner is, over its whole life. */
export interface Progress {
  /** Environment steps, over all environments. */
  timesteps: number;
  episodes: number;
  /** Stable-Baselines3's `n_updates`: epochs for PPO. */
  updates: number;
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/**
 * One call of `learn`: what callbacks see of it, and how the learner tells them. A hook that is absent or synchronous
 * costs no promise: `tell` gives one only where there is something to wait for.
 */
export class TrainingRun implements TrainingSession {
  readonly hooks: TrainingCallback;
  #totalTimesteps: number;

  readonly #learner: Algorithm;
  readonly #progress: Progress;
  readonly #now: () => number;
  readonly #yieldIfDue = createYielder();
  readonly #breathe = (): Promise<void> | undefined => this.breathe();
  readonly #controller = new AbortController();
  readonly #outerSignal: AbortSignal | undefined;
  readonly #onOuterAbort = (): void => this.stop(describeAbort(this.#outerSignal));
  readonly #startedMs = performance.now();
  readonly #stepEvent: Mutable<StepEvent>;
  #stopReason: string | undefined;
  #hooksUnderWay = 0;
  #isOffTheClock = false;
  #offTheClockMs = 0;
  #isAtSafePoint = false;

  constructor(learner: Algorithm, progress: Progress, options: LearnOptions) {
    this.hooks = composeCallbacks(options.callbacks ?? []);
    this.#totalTimesteps = options.untilTimesteps ?? progress.timesteps + (options.totalTimesteps ?? 0);
    this.#learner = learner;
    this.#progress = progress;
    this.#now = options.now ?? Date.now;
    this.#outerSignal = options.signal;
    const none = new Uint8Array(0);
    this.#stepEvent = {
      type: 'step',
      timesteps: 0,
      time: 0,
      rewards: new Float64Array(0),
      terminated: none,
      truncated: none,
    };
    if (options.signal?.aborted) this.#onOuterAbort();
    else options.signal?.addEventListener('abort', this.#onOuterAbort, { once: true });
  }

  get algorithm(): string {
    return this.#learner.name;
  }

  get envId(): string {
    return this.#learner.envId;
  }

  get numEnvs(): number {
    return this.#learner.numEnvs;
  }

  get seed(): number {
    return this.#learner.seed;
  }

  get totalTimesteps(): number {
    return this.#totalTimesteps;
  }

  get timesteps(): number {
    return this.#progress.timesteps;
  }

  get episodes(): number {
    return this.#progress.episodes;
  }

  get updates(): number {
    return this.#progress.updates;
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** The share of the steps that is still to come: 1 at the start, 0 at the end, also where the last rollout went past it. */
  get progressRemaining(): number {
    return Math.max(0, 1 - this.timesteps / this.totalTimesteps);
  }

  get isStopping(): boolean {
    return this.#stopReason !== undefined;
  }

  get stopReason(): string | undefined {
    return this.#stopReason;
  }

  /** Wall time so far, without the hooks that evaluated or saved. */
  get seconds(): number {
    return (performance.now() - this.#startedMs - this.#offTheClockMs) / 1000;
  }

  stop(reason: string): void {
    if (this.#stopReason !== undefined) return;
    this.#stopReason = reason;
    this.#controller.abort(new CartwheelError('algorithms/stopped', reason));
  }

  predict(observation: Observation, options?: { deterministic?: boolean }): Action {
    return this.#learner.predict(observation, options);
  }

  parameters(): Iterable<NamedParameters> {
    return this.#learner.parameters?.() ?? [];
  }

  save(dir: string): Promise<string> {
    this.#leaveTheClock();
    return this.#learner.save(dir);
  }

  get liveHyperparameters(): Readonly<Record<string, LiveHyperparameter>> {
    return this.#learner.liveHyperparameters ?? {};
  }

  setHyperparameter(name: string, value: unknown): Algorithm['hyperparameters'] {
    if (this.#learner.setHyperparameter === undefined) {
      throw new CartwheelError(
        'algorithms/not-live',
        `No hyperparameter of ${this.algorithm} may change while it learns.`,
      );
    }
    this.#learner.setHyperparameter(name, value);
    return this.#learner.hyperparameters;
  }

  extend(steps: number): number {
    this.#totalTimesteps += steps;
    return this.#totalTimesteps;
  }

  async emit(event: EvaluationEvent | CheckpointEvent | CommandEvent): Promise<void> {
    this.#leaveTheClock();
    if (event.type === 'command') await this.tell(this.hooks.onCommand, event);
    else if (event.type === 'evaluation') await this.tell(this.hooks.onEvaluation, event);
    else await this.tell(this.hooks.onCheckpoint, event);
  }

  /** What every event says: how far training is, and when. */
  moment(): { timesteps: number; time: number } {
    return { timesteps: this.timesteps, time: this.#now() };
  }

  /** Calls a hook and takes its request to stop. Gives a promise only if the hook gave one. */
  tell<Event>(hook: Hook<Event> | undefined, event: Event): Promise<void> | undefined {
    if (hook === undefined) return undefined;
    const startedMs = performance.now();
    this.#hooksUnderWay += 1;
    let result: HookResult | Promise<HookResult>;
    try {
      result = hook(event, this);
    } catch (error) {
      this.#hooksUnderWay -= 1;
      throw error;
    }
    if (isPromise(result)) return this.#settle(result, startedMs);
    this.#finishHook(result, startedMs);
    return undefined;
  }

  /** Tells of a step of the vector, with one event object that is used again and again. */
  tellStep(step: VectorStep): Promise<void> | undefined {
    const hook = this.hooks.onStep;
    if (hook === undefined) return undefined;
    const event = this.#stepEvent;
    event.timesteps = this.timesteps;
    event.time = this.#now();
    event.rewards = step.rewards;
    event.terminated = step.terminated;
    event.truncated = step.truncated;
    return this.tell(hook, event);
  }

  /** Whether a hook is told of a safe point just now. */
  get isAtSafePoint(): boolean {
    return this.#isAtSafePoint;
  }

  /** Tells that all is done that was begun: what `readState` gives now is whole. */
  tellSafePoint(): Promise<void> | undefined {
    if (this.hooks.onSafePoint === undefined) return undefined;
    this.#isAtSafePoint = true;
    const told = this.tell(this.hooks.onSafePoint, { type: 'safe-point', ...this.moment() });
    if (told !== undefined) return this.#leaveSafePoint(told);
    this.#isAtSafePoint = false;
    return undefined;
  }

  /** A promise that gives the event loop a turn, when the last turn is too long ago. */
  breathe(): Promise<void> | undefined {
    return this.#yieldIfDue();
  }

  /** Does a computation piece by piece, and breathes between them. */
  breatheBetween<Result>(pieces: Pieces<Result>): Promise<Result> {
    return breatheBetween(pieces, this.#breathe);
  }

  /** Lets go of the caller's signal. */
  release(): void {
    this.#outerSignal?.removeEventListener('abort', this.#onOuterAbort);
  }

  async #leaveSafePoint(told: Promise<void>): Promise<void> {
    try {
      await told;
    } finally {
      this.#isAtSafePoint = false;
    }
  }

  async #settle(pending: Promise<HookResult>, startedMs: number): Promise<void> {
    let result: HookResult;
    try {
      result = await pending;
    } catch (error) {
      this.#hooksUnderWay -= 1;
      throw error;
    }
    this.#finishHook(result, startedMs);
  }

  #leaveTheClock(): void {
    if (this.#hooksUnderWay > 0) this.#isOffTheClock = true;
  }

  /** The time of the outermost hook is no training when it evaluated or saved. */
  #finishHook(result: HookResult, startedMs: number): void {
    this.#hooksUnderWay -= 1;
    if (this.#hooksUnderWay === 0 && this.#isOffTheClock) {
      this.#offTheClockMs += performance.now() - startedMs;
      this.#isOffTheClock = false;
    }
    if (result !== undefined) this.stop(result.stop);
  }
}

function isPromise(result: HookResult | Promise<HookResult>): result is Promise<HookResult> {
  return result !== undefined && 'then' in result;
}

function describeAbort(signal: AbortSignal | undefined): string {
  const reason: unknown = signal?.reason;
  if (reason instanceof Error) return reason.message;
  return typeof reason === 'string' ? reason : 'The signal was aborted.';
}
