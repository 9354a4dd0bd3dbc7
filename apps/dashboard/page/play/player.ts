import type { Algorithm, PolicyInsight } from '@cartwheel/algorithms';
import type { Action, Env, Info, Observation, Scene } from '@cartwheel/envs';
import { createGenerator } from '@cartwheel/random';
import { stateIn, withState } from './env-state.ts';

/** An episode that ended. */
export interface PlayedEpisode {
  steps: number;
  episodeReturn: number;
  /** Cut by the time limit. */
  truncated: boolean;
}

/** What is to be seen between two steps. */
export interface PlayMoment {
  scene: Scene;
  /** Of the episode under way. */
  steps: number;
  episodeReturn: number;
  /** What the policy makes of what it sees; undefined where the environment was put elsewhere since it looked. */
  insight: PolicyInsight | undefined;
  /** The last one. */
  action: Action | undefined;
  /** The numbers that are the environment's state, where they are a few. */
  state: readonly number[] | undefined;
  episode: number;
  last: PlayedEpisode | undefined;
}

export interface PlayerOptions {
  /** Draw actions as in training, instead of the best one. Default false. */
  explores?: boolean;
}

/** Plays an environment with a policy, step by step. */
export class Player {
  readonly #env: Env;
  readonly #model: Algorithm;
  readonly #random = createGenerator(0);
  #observation: Observation;
  #mask: Uint8Array | undefined;
  #steps = 0;
  #episodeReturn = 0;
  #action: Action | undefined;
  #isOver = false;
  /** Put elsewhere since the policy looked. */
  #isUnseen = false;
  #episode = 1;
  #last: PlayedEpisode | undefined;

  constructor(env: Env, model: Algorithm, seed: number) {
    this.#env = env;
    this.#model = model;
    const [observation, info] = env.reset({ seed });
    this.#observation = observation;
    this.#mask = info.actionMask;
  }

  /** One step; the one after an episode's end begins the next. */
  step({ explores = false }: PlayerOptions = {}): void {
    if (this.#isOver) return this.reset();
    const options = { deterministic: !explores, actionMask: this.#mask };
    return this.#do(this.#model.predict(this.#observation, options));
  }

  /** A step that the policy did not choose. */
  push(): void {
    if (!this.#isOver) this.#do(this.#env.actionSpace.sample(this.#random));
  }

  /** The next episode, before the one under way has ended. */
  reset(): void {
    this.#episode += 1;
    this.#begin(this.#env.reset());
  }

  /** Puts the environment elsewhere. The policy sees it after the next step. */
  setState(state: readonly number[]): void {
    this.#env.restore(withState(this.#env.snapshot(), state));
    this.#isUnseen = true;
  }

  moment(): PlayMoment {
    return {
      scene: this.#env.render(),
      steps: this.#steps,
      episodeReturn: this.#episodeReturn,
      insight: this.#isUnseen ? undefined : (this.#model.inspect?.(this.#observation) ?? {}),
      action: this.#action,
      state: stateIn(this.#env.snapshot()),
      episode: this.#episode,
      last: this.#last,
    };
  }

  close(): void {
    this.#env.close();
    this.#model.dispose();
  }

  #do(action: Action): void {
    const [observation, reward, terminated, truncated, info] = this.#env.step(action);
    this.#see(observation, info);
    this.#action = action;
    this.#steps += 1;
    this.#episodeReturn += reward;
    this.#isOver = terminated || truncated;
    if (this.#isOver) {
      this.#last = { steps: this.#steps, episodeReturn: this.#episodeReturn, truncated: truncated && !terminated };
    }
  }

  #begin([observation, info]: ReturnType<Env['reset']>): void {
    this.#see(observation, info);
    this.#steps = 0;
    this.#episodeReturn = 0;
    this.#action = undefined;
    this.#isOver = false;
  }

  #see(observation: Observation, { actionMask }: Info): void {
    this.#observation = observation;
    this.#mask = actionMask;
    this.#isUnseen = false;
  }
}
