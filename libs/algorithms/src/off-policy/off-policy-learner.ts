import type { Optimizer, Pieces } from '@cartwheel/nn';
import type { Ring, Stateful } from '../checkpoint/learner-state.ts';
import { countersPart, optimizerPart } from '../checkpoint/parts.ts';
import type { HyperparameterValue } from '../hyperparameters/hyperparameter.ts';
import { scheduleAt } from '../hyperparameters/schedule.ts';
import { Learner } from '../training/learner.ts';
import type { TrainingRun } from '../training/training-run.ts';
import type { ExperienceCollector } from './experience-collector.ts';
import type { OffPolicyHyperparameters } from './hyperparameters.ts';
import type { ReplayBuffer } from './replay-buffer.ts';

/** Where training is when a gradient step is taken; the same object for each. */
export interface GradientStep {
  learningRate: number;
  progressRemaining: number;
  /** Environment steps so far. */
  timesteps: number;
  /** Within its burst, from 0 on. */
  index: number;
}

/** Gradient steps on batches from the replay buffer. */
export interface OffPolicyUpdate<H> {
  /** Nothing of a step is seen from outside before its last piece but what acting needs, which is whole at any time. */
  learn(step: Readonly<GradientStep>, hyperparameters: Readonly<H>): Pieces<void>;
  /** Means since the last call, named as in `train/…`; nothing where there was no gradient step. */
  takeStatistics(): Record<string, number> | undefined;
  /** What the next statistics are made of, for a checkpoint. */
  readonly sums: Stateful;
}

/** What the first `learn` needs and the later ones go on with. */
export interface Machinery<H> {
  buffer: ReplayBuffer;
  collector: ExperienceCollector;
  /** All that train, by name. */
  optimizers: Readonly<Record<string, Optimizer>>;
  /** What else goes on from a checkpoint, by name. */
  parts?: Readonly<Record<string, Stateful>>;
  update: OffPolicyUpdate<H>;
  /** Before each step of the vector; `step` counts them from 0 on after a burst of gradient steps. */
  beforeStep?: (run: TrainingRun, step: number) => void;
  /** After each step of the vector. */
  afterStep?: () => void;
}

/** Environment steps that one `update` event covers at least: with a `trainFreq` of 4, each burst would be an event. */
const REPORTED_STEPS = 100;

/**
 * Learning from a replay buffer: act and keep what happens, take a burst of gradient steps on random batches of it; and
 * again.
 */
export abstract class OffPolicyLearner<
  H extends OffPolicyHyperparameters & Readonly<Record<string, HyperparameterValue>>,
> extends Learner<H> {
  readonly #step: GradientStep = { learningRate: 0, progressRemaining: 1, timesteps: 0, index: 0 };
  #machinery: Machinery<H> | undefined;
  /**
   * Where the loop stands. `reportAt`: where the rollout in hand ends, 0 without one. `steps` of the vector since the last
   * burst, `episodes` at its end; `burst`: gradient steps of the burst in hand, 0 without one, `index` the next of them.
   */
  readonly #at = { reportAt: 0, steps: 0, episodes: 0, burst: 0, index: 0 };

  protected abstract prepare(): Machinery<H>;

  /** What `train/…` tells beside what the update does. */
  protected statistics(): Record<string, number> {
    return {};
  }

  protected parts(): Readonly<Record<string, Stateful>> {
    const { collector, update, optimizers, parts } = (this.#machinery ??= this.prepare());
    const trainers = Object.entries(optimizers).map(
      ([name, each]) => [`optimizer.${name}`, optimizerPart(each)] as const,
    );
    const loop = { loop: countersPart(this.#at), statistics: update.sums };
    return { ...Object.fromEntries(trainers), ...loop, ...parts, ...collector.parts };
  }

  protected override rings(): Readonly<Record<string, Ring>> {
    return { replay: (this.#machinery ??= this.prepare()).buffer };
  }

  protected async train(run: TrainingRun): Promise<void> {
    const machinery = (this.#machinery ??= this.prepare());
    await run.breathe();
    const at = this.#at;
    while (run.timesteps < run.totalTimesteps || at.reportAt > 0) {
      if (at.reportAt === 0) {
        at.reportAt = Math.min(run.timesteps + REPORTED_STEPS, run.totalTimesteps);
        await run.tell(run.hooks.onRolloutStart, { type: 'rollout-start', ...run.moment() });
      }
      while ((run.timesteps < at.reportAt || at.steps > 0 || at.burst > 0) && !run.isStopping) {
        await this.#collectAndLearn(run, machinery);
      }
      if (run.isStopping) return;
      at.reportAt = 0;
      await run.tell(run.hooks.onRolloutEnd, { type: 'rollout-end', ...run.moment() });
      await this.#report(run, machinery.update.takeStatistics());
      await run.tellSafePoint();
      if (run.isStopping) return;
    }
  }

  async #report(run: TrainingRun, learned: Record<string, number> | undefined): Promise<void> {
    if (learned === undefined) return;
    const learningRate = scheduleAt(this.hyperparameters.learningRate, run.progressRemaining);
    const statistics = { ...learned, learning_rate: learningRate, ...this.statistics() };
    const { updates } = this.progress;
    await run.tell(run.hooks.onUpdate, { type: 'update', ...run.moment(), updates, statistics });
  }

  /**
   * `trainFreq` steps of the vector, or episodes, then a burst of gradient steps. Where it is told to stop it returns, and the
   * next call goes on there.
   */
  async #collectAndLearn(run: TrainingRun, machinery: Machinery<H>): Promise<void> {
    const { gradientSteps, learningStarts, numEnvs } = this.hyperparameters;
    const at = this.#at;
    if (at.burst === 0) {
      await this.#collect(run, machinery);
      if (run.isStopping) return;
      if (run.timesteps > learningStarts) at.burst = gradientSteps === -1 ? at.steps * numEnvs : gradientSteps;
      at.steps = 0;
    }
    await this.#learn(run, machinery.update);
  }

  async #collect(run: TrainingRun, machinery: Machinery<H>): Promise<void> {
    const { trainFreq, trainFreqUnit } = this.hyperparameters;
    const at = this.#at;
    if (at.steps === 0) at.episodes = run.episodes;
    const done = (): number => (trainFreqUnit === 'step' ? at.steps : run.episodes - at.episodes);
    while (done() < trainFreq && !run.isStopping) {
      machinery.beforeStep?.(run, at.steps);
      await machinery.collector.collect(run);
      machinery.afterStep?.();
      at.steps += 1;
      const safe = run.tellSafePoint();
      if (safe !== undefined) await safe;
      const breath = run.breathe();
      if (breath !== undefined) await breath;
    }
  }

  /** What is left of the burst in hand. */
  async #learn(run: TrainingRun, update: OffPolicyUpdate<H>): Promise<void> {
    const step = this.#step;
    const at = this.#at;
    step.timesteps = run.timesteps;
    step.progressRemaining = run.progressRemaining;
    step.learningRate = scheduleAt(this.hyperparameters.learningRate, step.progressRemaining);
    while (at.index < at.burst) {
      if (run.isStopping) return;
      step.index = at.index;
      await run.breatheBetween(update.learn(step, this.hyperparameters));
      this.progress.updates += 1;
      at.index += 1;
      const breath = run.breathe();
      if (breath !== undefined) await breath;
    }
    at.burst = 0;
    at.index = 0;
  }
}
