import type { HyperparameterValue } from '../hyperparameters/hyperparameter.ts';
import { scheduleAt } from '../hyperparameters/schedule.ts';
import { Learner } from '../training/learner.ts';
import type { TrainingRun } from '../training/training-run.ts';
import type { ExperienceCollector } from './experience-collector.ts';
import type { OffPolicyHyperparameters } from './hyperparameters.ts';

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
  learn(step: Readonly<GradientStep>, hyperparameters: Readonly<H>): void;
  /** Means since the last call, named as in `train/…`; nothing where there was no gradient step. */
  takeStatistics(): Record<string, number> | undefined;
}

/** What the first `learn` needs and the later ones go on with. */
export interface Machinery<H> {
  collector: ExperienceCollector;
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

  protected abstract prepare(): Machinery<H>;

  /** What `train/…` tells beside what the update does. */
  protected statistics(): Record<string, number> {
    return {};
  }

  protected async train(run: TrainingRun): Promise<void> {
    const machinery = (this.#machinery ??= this.prepare());
    while (run.timesteps < run.totalTimesteps) {
      await run.tell(run.hooks.onRolloutStart, { type: 'rollout-start', ...run.moment() });
      const reportAt = Math.min(run.timesteps + REPORTED_STEPS, run.totalTimesteps);
      while (run.timesteps < reportAt && !run.isStopping) await this.#collectAndLearn(run, machinery);
      if (run.isStopping) return;
      await run.tell(run.hooks.onRolloutEnd, { type: 'rollout-end', ...run.moment() });
      await this.#report(run, machinery.update.takeStatistics());
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

  /** `trainFreq` steps of the vector, or episodes, then a burst of gradient steps. */
  async #collectAndLearn(run: TrainingRun, machinery: Machinery<H>): Promise<void> {
    const { trainFreq, trainFreqUnit, gradientSteps, learningStarts, numEnvs } = this.hyperparameters;
    const { collector, update } = machinery;
    const { episodes } = run;
    let steps = 0;
    let done = 0;
    while (done < trainFreq && !run.isStopping) {
      machinery.beforeStep?.(run, steps);
      await collector.collect(run);
      machinery.afterStep?.();
      const breath = run.breathe();
      if (breath !== undefined) await breath;
      steps += 1;
      done = trainFreqUnit === 'step' ? steps : run.episodes - episodes;
    }
    if (run.isStopping || run.timesteps <= learningStarts) return;
    await this.#learn(run, update, gradientSteps === -1 ? steps * numEnvs : gradientSteps);
  }

  /** A burst of gradient steps. */
  async #learn(run: TrainingRun, update: OffPolicyUpdate<H>, gradientSteps: number): Promise<void> {
    const step = this.#step;
    step.timesteps = run.timesteps;
    step.progressRemaining = run.progressRemaining;
    step.learningRate = scheduleAt(this.hyperparameters.learningRate, step.progressRemaining);
    for (step.index = 0; step.index < gradientSteps && !run.isStopping; step.index++) {
      update.learn(step, this.hyperparameters);
      this.progress.updates += 1;
      const breath = run.breathe();
      if (breath !== undefined) await breath;
    }
  }
}
