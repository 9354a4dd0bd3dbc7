import {
  isEnvSnapshot,
  type EnvSnapshot,
  type Info,
  type ResetOptions,
  type ResetResult,
  type StepResult,
} from '../env.ts';
import type { StepOutcome } from '../in-place-env.ts';
import { invalidSnapshot } from '../invalid-snapshot.ts';
import type { Action, Observation } from '../spaces/space.ts';
import { Wrapper } from './wrapper.ts';

/** What `info.episode` holds at the last step of an episode, in Gymnasium's words. */
export interface EpisodeStatistics {
  /** Sum of the rewards, not discounted. */
  readonly r: number;
  /** Number of steps. */
  readonly l: number;
}

/** Adds `episode`, of type `EpisodeStatistics`, to the info of the last step of each episode. */
export class RecordEpisodeStatistics<O extends Observation = Observation, A extends Action = Action> extends Wrapper<
  O,
  A
> {
  #return = 0;
  #length = 0;

  override reset(options?: ResetOptions): ResetResult<O> {
    this.#begin();
    return super.reset(options);
  }

  override step(action: A): StepResult<O> {
    const [observation, reward, terminated, truncated, info] = super.step(action);
    return [observation, reward, terminated, truncated, this.#record(reward, terminated || truncated, info)];
  }

  override resetInto(target: Float32Array, offset: number, options?: ResetOptions): Info {
    this.#begin();
    return super.resetInto(target, offset, options);
  }

  override stepInto(action: A, target: Float32Array, offset: number): StepOutcome {
    const outcome = super.stepInto(action, target, offset);
    outcome.info = this.#record(outcome.reward, outcome.terminated || outcome.truncated, outcome.info);
    return outcome;
  }

  override snapshot(): EnvSnapshot {
    return { return: this.#return, length: this.#length, env: super.snapshot() };
  }

  override restore(snapshot: EnvSnapshot): void {
    const { return: episodeReturn, length, env } = snapshot;
    if (typeof episodeReturn !== 'number' || typeof length !== 'number' || !isEnvSnapshot(env)) {
      throw invalidSnapshot(`the episode statistics of ${this.id}`, 'return, length and env', snapshot);
    }
    super.restore(env);
    this.#return = episodeReturn;
    this.#length = length;
  }

  #begin(): void {
    this.#return = 0;
    this.#length = 0;
  }

  #record(reward: number, isLast: boolean, info: Info): Info {
    this.#return += reward;
    this.#length += 1;
    if (!isLast) return info;
    const episode: EpisodeStatistics = { r: this.#return, l: this.#length };
    return { ...info, episode };
  }
}
