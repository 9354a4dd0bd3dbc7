import { createGenerator, type Generator } from '@cartwheel/random';
import type { EnvSnapshot, Info, ResetOptions, ResetResult, StepResult } from './env.ts';
import { requireRunning, type EpisodePhase } from './episode-phase.ts';
import type { InPlaceEnv, StepOutcome } from './in-place-env.ts';
import { invalidAction } from './invalid-action.ts';
import type { Scene } from './scene.ts';
import type { Box } from './spaces/box.ts';
import type { Action, Space } from './spaces/space.ts';

const NO_INFO: Info = Object.freeze({});

/** What the built-in environments share: single-precision observations, no infos, endings by the task's own rule. */
export abstract class EpisodicEnv<A extends Action> implements InPlaceEnv<Float32Array, A> {
  abstract readonly id: string;
  abstract readonly observationSpace: Box;
  abstract readonly actionSpace: Space<A>;
  protected phase: EpisodePhase = 'new';
  /** None before the first reset. */
  protected random: Generator | undefined;

  readonly #outcome: StepOutcome = { reward: 0, terminated: false, truncated: false, info: NO_INFO };

  /** Makes the start of an episode. Throws `envs/invalid-reset-options` before it draws. */
  protected abstract begin(random: () => Generator, options: ResetOptions['options']): void;
  protected abstract accepts(action: A): boolean;
  /** Moves on by a step; gives the reward. */
  protected abstract advance(action: A): number;
  /** Whether the step just done ended the episode. */
  protected abstract isOver(): boolean;
  protected abstract observeInto(target: Float32Array, offset: number): void;
  abstract snapshot(): EnvSnapshot;
  abstract restore(snapshot: EnvSnapshot): void;
  abstract render(): Scene;

  /** Throws `envs/invalid-reset-options`. */
  reset(options?: ResetOptions): ResetResult<Float32Array> {
    const observation = new Float32Array(this.observationSpace.flatSize);
    this.resetInto(observation, 0, options);
    return [observation, {}];
  }

  step(action: A): StepResult<Float32Array> {
    const observation = new Float32Array(this.observationSpace.flatSize);
    const { reward, terminated, truncated } = this.stepInto(action, observation, 0);
    return [observation, reward, terminated, truncated, {}];
  }

  resetInto(target: Float32Array, offset: number, options?: ResetOptions): Info {
    this.begin(() => this.#generator(options?.seed), options?.options);
    this.phase = 'running';
    this.observeInto(target, offset);
    return NO_INFO;
  }

  stepInto(action: A, target: Float32Array, offset: number): StepOutcome {
    if (!this.accepts(action)) throw invalidAction(this.id, this.actionSpace, action);
    if (this.phase !== 'running') requireRunning(this.id, this.phase);
    const outcome = this.#outcome;
    outcome.reward = this.advance(action);
    this.observeInto(target, offset);
    outcome.terminated = this.isOver();
    if (outcome.terminated) this.phase = 'ended';
    outcome.truncated = false;
    outcome.info = NO_INFO;
    return outcome;
  }

  close(): void {
    // Holds nothing that had to be given back.
  }

  #generator(seed: number | undefined): Generator {
    if (seed !== undefined || this.random === undefined) this.random = createGenerator(seed);
    return this.random;
  }
}
