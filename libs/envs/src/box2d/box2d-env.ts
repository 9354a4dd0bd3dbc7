import { isGeneratorState, restoreGenerator, type Generator, type GeneratorState } from '@cartwheel/random';
import { isEnvSnapshot, type EnvSnapshot, type ResetOptions } from '../env.ts';
import { EpisodicEnv } from '../episodic-env.ts';
import { invalidSnapshot } from '../invalid-snapshot.ts';
import type { Action } from '../spaces/space.ts';

/** An episode as what made it: where the generator stood, the options, and the actions so far. */
interface Episode {
  start: GeneratorState;
  options: Readonly<Record<string, unknown>> | undefined;
  /** One list for each step. */
  actions: number[][];
}

/**
 * What the environments on a physics engine share: their state is a world of bodies and contacts, which cannot be read out
 * whole. So a snapshot is how the episode came about, and `restore` plays it again, to the bit: it takes as long as the
 * steps did.
 */
export abstract class Box2dEnv<A extends Action> extends EpisodicEnv<A> {
  #episode: Episode | undefined;

  /** Makes the world in which an episode starts. */
  protected abstract build(random: Generator, options: ResetOptions['options']): void;
  /** Moves the world on by a step; gives the reward. */
  protected abstract move(action: A, random: Generator): number;
  protected abstract toAction(numbers: readonly number[]): A;
  protected abstract toNumbers(action: A): number[];

  protected begin(random: () => Generator, options: ResetOptions['options']): void {
    const generator = random();
    this.#episode = { start: generator.state(), options, actions: [] };
    this.build(generator, options);
  }

  protected advance(action: A): number {
    this.#episode?.actions.push(this.toNumbers(action));
    return this.move(action, this.#generator());
  }

  snapshot(): EnvSnapshot {
    if (this.#episode === undefined) return { episode: null, phase: this.phase };
    const { start, options, actions } = this.#episode;
    return { episode: { start, options: options ?? null, actions: actions.slice() }, phase: this.phase };
  }

  restore(snapshot: EnvSnapshot): void {
    const { episode, phase } = snapshot;
    this.#forget();
    if (episode === null && phase === 'new') return;
    if (this.#replay(episode) && this.phase === phase) return;
    this.#forget();
    throw invalidSnapshot(this.id, 'episode (start, options and actions) and phase', snapshot);
  }

  #forget(): void {
    this.#episode = undefined;
    this.random = undefined;
    this.phase = 'new';
  }

  /** Gives whether `episode` could be played to its last action. */
  #replay(episode: unknown): boolean {
    if (!isEnvSnapshot(episode)) return false;
    const { start, options, actions } = episode;
    if (!isGeneratorState(start) || !Array.isArray(actions) || !(options === null || isEnvSnapshot(options)))
      return false;
    const observation = new Float32Array(this.observationSpace.flatSize);
    this.random = restoreGenerator(start);
    this.resetInto(observation, 0, options === null ? {} : { options });
    return actions.every((numbers: readonly number[]) => {
      if (this.phase !== 'running' || !Array.isArray(numbers)) return false;
      const action = this.toAction(numbers);
      if (!this.accepts(action)) return false;
      this.stepInto(action, observation, 0);
      return true;
    });
  }

  #generator(): Generator {
    if (this.random === undefined) throw new TypeError('a step before the first reset');
    return this.random;
  }
}
