import type { Info, VectorEnv, VectorStep } from '@cartwheel/envs';
import type { Generator } from '@cartwheel/random';
import type { PartState, Stateful } from '../checkpoint/learner-state.ts';
import { arrayOf, choiceOf, partState, writeArrays } from '../checkpoint/part-state.ts';
import type { Exploration } from '../distributions/distribution.ts';
import { ActionMasks } from '../environment/action-masks.ts';
import { checkObservations, checkStep } from '../not-finite.ts';
import { EpisodeTally } from '../training/episode-tally.ts';
import { originalStep } from '../training/normalization.ts';
import type { Progress, TrainingRun } from '../training/training-run.ts';
import type { ActorCritic } from './actor-critic.ts';
import type { Decision, RolloutBuffer } from './rollout-buffer.ts';

interface CollectorOptions {
  env: VectorEnv;
  policy: ActorCritic;
  buffer: RolloutBuffer;
  /** Draws the actions. */
  random: Generator;
  progress: Progress;
}

interface CollectionSettings {
  gamma: number;
  gaeLambda: number;
  /** Steps after which state-dependent noise is drawn anew; −1 for none. */
  sdeSampleFreq: number;
}

/** `idle`: the next rollout has not begun. `collected`: it waits to be learned from. */
const PHASES = ['idle', 'collecting', 'collected'] as const;

/** Lets a policy act in a vector of environments and keeps what happens, episode after episode, rollout after rollout. */
export class RolloutCollector implements Stateful {
  readonly env: VectorEnv;
  readonly #policy: ActorCritic;
  readonly #buffer: RolloutBuffer;
  readonly #random: Generator;
  readonly #progress: Progress;
  readonly #decision: Decision;
  readonly #masks: ActionMasks;
  readonly #finalObservation: Float32Array;
  readonly #lastValues: Float32Array;
  readonly #tally: EpisodeTally;
  #phase: (typeof PHASES)[number] = 'idle';

  /** Resets the environments: environment i is seeded with `seed + i`. */
  constructor({ env, policy, buffer, random, progress }: CollectorOptions, seed: number) {
    const { numEnvs } = env;
    this.env = env;
    this.#policy = policy;
    this.#buffer = buffer;
    this.#random = random;
    this.#progress = progress;
    this.#decision = {
      observations: Float32Array.from(env.reset({ seed })),
      actions: policy.distribution.createActions(numEnvs),
      episodeStarts: new Uint8Array(numEnvs).fill(1),
      values: new Float32Array(numEnvs),
      logProbabilities: new Float32Array(numEnvs),
    };
    this.#finalObservation = new Float32Array(policy.observationSize);
    this.#lastValues = new Float32Array(numEnvs);
    this.#tally = new EpisodeTally(numEnvs, progress);
    this.#masks = new ActionMasks(env.actionSpace, numEnvs);
    checkObservations(env, this.#decision.observations, progress.timesteps);
    this.#readMasks(env.infos ?? []);
  }

  /** Whether a rollout was begun and not learned from yet. */
  get isUnderWay(): boolean {
    return this.#phase !== 'idle';
  }

  /** What else goes on from a checkpoint: the rollout in hand, the episodes, the masks. */
  get parts(): Readonly<Record<string, Stateful>> {
    const { exploration } = this.#policy.distribution;
    const noise = exploration === undefined ? {} : { noise: noisePart(exploration) };
    // The collector comes after the masks, which it refers to.
    return { rollout: this.#buffer, tally: this.#tally, masks: this.#masks, ...noise, collector: this };
  }

  /**
   * Fills the buffer with one rollout, advantages and returns included. False where training is to stop before it may be
   * learned from: the next call goes on there.
   */
  async collect(run: TrainingRun, settings: CollectionSettings): Promise<boolean> {
    if (this.#phase === 'idle') {
      this.#phase = 'collecting';
      this.#buffer.filled = 0;
      await run.tell(run.hooks.onRolloutStart, { type: 'rollout-start', ...run.moment() });
    }
    while (this.#buffer.filled < this.#buffer.steps) {
      if (run.isStopping) return false;
      const step = this.#step(settings);
      const told = run.tellStep(step);
      if (told !== undefined) await told;
      for (let i = 0; i < this.env.numEnvs; i++) {
        const ended = this.#decision.episodeStarts[i] === 1 ? this.#tally.end(i, run) : undefined;
        if (ended !== undefined) await ended;
      }
      const safe = run.tellSafePoint();
      if (safe !== undefined) await safe;
      const breath = run.breathe();
      if (breath !== undefined) await breath;
    }
    if (this.#phase === 'collecting') {
      if (run.isStopping) return false;
      this.#finish(settings);
      await run.tell(run.hooks.onRolloutEnd, { type: 'rollout-end', ...run.moment() });
    }
    return !run.isStopping;
  }

  /** The rollout was learned from. */
  release(): void {
    this.#phase = 'idle';
    this.#buffer.filled = 0;
  }

  readState(): PartState {
    return partState(this.#arrays(), { phase: this.#phase });
  }

  writeState(state: PartState): void {
    writeArrays(state, this.#arrays());
    this.#phase = choiceOf(state, 'phase', PHASES);
    this.#decision.actionMasks = this.#masks.isUsed ? this.#masks.rows : undefined;
  }

  #arrays(): Pick<Decision, 'observations' | 'episodeStarts'> {
    const { observations, episodeStarts } = this.#decision;
    return { observations, episodeStarts };
  }

  /** One step of the vector; gives it as the environments themselves did. */
  #step({ gamma, sdeSampleFreq }: CollectionSettings): VectorStep {
    const t = this.#buffer.filled;
    this.#resampleNoise(t, sdeSampleFreq);
    this.#decide(t);
    const step = this.env.step(this.#policy.distribution.bound(this.#decision.actions));
    this.#progress.timesteps += this.env.numEnvs;
    const original = originalStep(this.env, step);
    checkStep(this.env, original, this.#progress.timesteps);
    this.#storeOutcome(t, step, gamma);
    this.#buffer.filled = t + 1;
    this.#tally.add(original);
    this.#readMasks(step.infos);
    return original;
  }

  #finish(settings: CollectionSettings): void {
    this.#lastValues.set(this.#policy.values(this.#decision.observations));
    const end = { lastValues: this.#lastValues, lastDones: this.#decision.episodeStarts };
    this.#buffer.estimateAdvantages({ ...end, gamma: settings.gamma, gaeLambda: settings.gaeLambda });
    this.#phase = 'collected';
  }

  /** gSDE's: at the start of a rollout, and every `every` steps where that is a number of steps. */
  #resampleNoise(t: number, every: number): void {
    if (t === 0 || (every > 0 && t % every === 0)) {
      this.#policy.distribution.exploration?.resample(this.#random, this.env.numEnvs);
    }
  }

  #decide(t: number): void {
    const { observations, actions, values, logProbabilities, actionMasks } = this.#decision;
    const outputs = this.#policy.forward(observations, actionMasks);
    const { distribution } = this.#policy;
    const { numEnvs } = this.env;
    const { exploration } = distribution;
    if (exploration === undefined) {
      distribution.sample(outputs.parameters, numEnvs, this.#random, actions, logProbabilities);
    } else exploration.explore(outputs.parameters, numEnvs, actions, logProbabilities);
    values.set(outputs.values);
    this.#buffer.storeDecision(t, this.#decision);
  }

  #readMasks(infos: readonly Info[]): void {
    this.#masks.read(infos, this.env.id, this.#progress.timesteps);
    this.#decision.actionMasks = this.#masks.isUsed ? this.#masks.rows : undefined;
  }

  /** Keeps the rewards, and what the next decision starts from. */
  #storeOutcome(t: number, step: VectorStep, gamma: number): void {
    const { observations, episodeStarts } = this.#decision;
    observations.set(step.observations);
    for (let i = 0; i < this.env.numEnvs; i++) {
      const wasCut = step.truncated[i] === 1 && step.terminated[i] === 0;
      const bootstrap = wasCut ? gamma * this.#valueOfEnd(step, i) : 0;
      this.#buffer.rewards[t * this.env.numEnvs + i] = step.rewards[i] + bootstrap;
      episodeStarts[i] = step.terminated[i] | step.truncated[i];
    }
  }

  /** An episode that was cut would have gone on: its last reward gets the value of where it stood. */
  #valueOfEnd(step: VectorStep, i: number): number {
    const size = this.#finalObservation.length;
    for (let j = 0; j < size; j++) this.#finalObservation[j] = step.finalObservations[i * size + j];
    return this.#policy.values(this.#finalObservation)[0];
  }
}

/** The noise that was drawn last. */
function noisePart(exploration: Exploration): Stateful {
  return {
    readState: () => partState({ noise: exploration.noise }),
    writeState(state) {
      exploration.noise = Float32Array.from(arrayOf(state, 'noise'));
    },
  };
}
