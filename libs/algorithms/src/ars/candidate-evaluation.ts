import type { ActionBatch, VectorEnv } from '@cartwheel/envs';
import { ActionMasks } from '../environment/action-masks.ts';
import type { Stateful } from '../checkpoint/learner-state.ts';
import { arraysPart, countersPart } from '../checkpoint/parts.ts';
import { checkObservations, checkStep } from '../not-finite.ts';
import type { ActingPolicy } from '../training/acting-policy.ts';
import { EpisodeTally } from '../training/episode-tally.ts';
import { originalStep } from '../training/normalization.ts';
import type { Progress, TrainingRun } from '../training/training-run.ts';

/** What some episodes came to. */
export interface EpisodeSums {
  returns: number;
  /** Steps. */
  lengths: number;
}

/** Lets one policy after the other play whole episodes in a vector of environments. */
export class CandidateEvaluation {
  readonly #env: VectorEnv;
  readonly #progress: Progress;
  readonly #episodes: number;
  readonly #observations: Float32Array;
  readonly #actions: ActionBatch;
  readonly #masks: ActionMasks;
  readonly #episodesLeft: Int32Array;
  readonly #tally: EpisodeTally;
  readonly #at = { isUnderWay: 0, returns: 0, lengths: 0 };

  /** Resets the environments: environment i is seeded with `seed + i`. */
  constructor(env: VectorEnv, policy: ActingPolicy, options: { episodes: number; progress: Progress; seed: number }) {
    const { episodes, progress, seed } = options;
    this.#env = env;
    this.#progress = progress;
    this.#episodes = episodes;
    this.#observations = Float32Array.from(env.reset({ seed }));
    this.#actions = policy.createActions(env.numEnvs);
    this.#masks = new ActionMasks(env.actionSpace, env.numEnvs);
    this.#episodesLeft = new Int32Array(env.numEnvs);
    this.#tally = new EpisodeTally(env.numEnvs, progress);
    checkObservations(env, this.#observations, progress.timesteps);
  }

  /**
   * Plays the episodes, shared out over the environments, in which steps count until each has played its own. Gives nothing
   * where it was told to stop before that: the next call goes on there, with the same policy. With a `seed`, environment i
   * begins as `seed + i` says; without, it goes on with its generator.
   */
  async evaluate(policy: ActingPolicy, run: TrainingRun, seed?: number): Promise<EpisodeSums | undefined> {
    if (this.#at.isUnderWay === 0) this.#begin(seed);
    while (this.#episodesLeft.some((left) => left > 0)) {
      if (run.isStopping) return undefined;
      await this.#step(policy, run);
    }
    this.#at.isUnderWay = 0;
    return { returns: this.#at.returns, lengths: this.#at.lengths };
  }

  /** What goes on from a checkpoint: the episodes in hand. */
  get parts(): Readonly<Record<string, Stateful>> {
    return {
      evaluation: countersPart(this.#at),
      episodes: arraysPart({ observations: this.#observations, episodesLeft: this.#episodesLeft }),
      tally: this.#tally,
      masks: this.#masks,
    };
  }

  #begin(seed: number | undefined): void {
    const { numEnvs } = this.#env;
    this.#observations.set(this.#env.reset({ seed }));
    this.#tally.clear();
    for (let i = 0; i < numEnvs; i++) this.#episodesLeft[i] = Math.floor((this.#episodes + i) / numEnvs);
    Object.assign(this.#at, { isUnderWay: 1, returns: 0, lengths: 0 });
  }

  async #step(policy: ActingPolicy, run: TrainingRun): Promise<void> {
    const env = this.#env;
    this.#masks.read(env.infos ?? [], env.id, this.#progress.timesteps);
    policy.act(this.#observations, this.#actions, undefined, this.#masks.isUsed ? this.#masks.rows : undefined);
    const step = env.step(this.#actions);
    const original = originalStep(env, step);
    this.#progress.timesteps += env.numEnvs;
    checkStep(env, original, this.#progress.timesteps);
    this.#tally.add(original);
    this.#observations.set(step.observations);
    const told = run.tellStep(original);
    if (told !== undefined) await told;
    for (let i = 0; i < env.numEnvs; i++) {
      const hasEnded = original.terminated[i] === 1 || original.truncated[i] === 1;
      if (this.#episodesLeft[i] > 0) {
        this.#at.returns += original.rewards[i];
        this.#at.lengths += 1;
        if (hasEnded) this.#episodesLeft[i] -= 1;
      }
      const ended = hasEnded ? this.#tally.end(i, run) : undefined;
      if (ended !== undefined) await ended;
    }
    const safe = run.tellSafePoint();
    if (safe !== undefined) await safe;
    const breath = run.breathe();
    if (breath !== undefined) await breath;
  }
}
