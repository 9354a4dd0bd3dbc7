import { CartwheelError } from '@cartwheel/async-guard';
import type { ActionBatch, Info, VectorEnv, VectorStep } from '@cartwheel/envs';
import type { Stateful } from '../checkpoint/learner-state.ts';
import { arraysPart } from '../checkpoint/parts.ts';
import { checkObservations, checkStep } from '../not-finite.ts';
import { EpisodeTally } from '../training/episode-tally.ts';
import type { Progress, TrainingRun } from '../training/training-run.ts';
import type { Explorer } from './explorer.ts';
import { NStepJoiner, type Step } from './n-step.ts';
import { createActions, type Transition } from './replay-buffer.ts';

interface CollectorOptions {
  env: VectorEnv;
  explorer: Explorer;
  nSteps: number;
  gamma: number;
  /** Takes a copy of each transition. */
  keep: (transition: Transition) => void;
  progress: Progress;
}

/** Lets an explorer act in a vector of environments and hands on its transitions, episode after episode. */
export class ExperienceCollector {
  readonly #options: CollectorOptions;
  readonly #observations: Float32Array;
  readonly #actions: ActionBatch;
  /** The same actions as replay keeps them. */
  readonly #kept: ActionBatch;
  readonly #joiners: readonly NStepJoiner[];
  readonly #tally: EpisodeTally;
  readonly #step: Step;

  /** Resets the environments: environment i is seeded with `seed + i`. */
  constructor(options: CollectorOptions, seed: number) {
    const { env, explorer, nSteps, gamma, progress } = options;
    const { observationSize: size, form } = explorer;
    this.#options = options;
    this.#observations = Float32Array.from(env.reset({ seed }));
    this.#actions = createActions(form, env.numEnvs);
    this.#kept = createActions(form, env.numEnvs);
    this.#joiners = Array.from({ length: env.numEnvs }, () => new NStepJoiner(nSteps, gamma, size, form));
    this.#tally = new EpisodeTally(env.numEnvs, progress);
    this.#step = {
      observation: new Float32Array(size),
      nextObservation: new Float32Array(size),
      action: createActions(form, 1),
      reward: 0,
      terminated: false,
      truncated: false,
    };
    checkObservations(env, this.#observations, progress.timesteps);
    refuseMasks(env, env.infos ?? []);
  }

  /** What goes on from a checkpoint: the last observations, the episodes, what waits to be joined. */
  get parts(): Readonly<Record<string, Stateful>> {
    const joiners = this.#joiners.map((joiner, i) => [`joiner.${i}`, joiner] as const);
    const collector = arraysPart({ observations: this.#observations });
    return { collector, tally: this.#tally, ...Object.fromEntries(joiners) };
  }

  /** One step of the vector. */
  async collect(run: TrainingRun): Promise<void> {
    const { env, explorer, progress } = this.#options;
    explorer.explore(this.#observations, this.#actions, this.#kept);
    const step = env.step(this.#actions);
    progress.timesteps += env.numEnvs;
    checkStep(env, step, progress.timesteps);
    refuseMasks(env, step.infos);
    this.#tally.add(step);
    for (let i = 0; i < env.numEnvs; i++) this.#keep(i, step);
    this.#observations.set(step.observations);

    const told = run.tellStep(step);
    if (told !== undefined) await told;
    for (let i = 0; i < env.numEnvs; i++) {
      if (step.terminated[i] === 0 && step.truncated[i] === 0) continue;
      explorer.ended(i);
      const ended = this.#tally.end(i, run);
      if (ended !== undefined) await ended;
    }
  }

  #keep(i: number, vectorStep: VectorStep): void {
    const step = this.#step;
    step.terminated = vectorStep.terminated[i] === 1;
    step.truncated = vectorStep.truncated[i] === 1;
    const hasEnded = step.terminated || step.truncated;
    copyRow(this.#observations, i, step.observation);
    copyRow(hasEnded ? vectorStep.finalObservations : vectorStep.observations, i, step.nextObservation);
    copyRow(this.#kept, i, step.action);
    step.reward = vectorStep.rewards[i];
    this.#joiners[i].push(step, this.#options.keep);
  }
}

function copyRow(rows: ActionBatch, row: number, target: ActionBatch): void {
  for (let j = 0; j < target.length; j++) target[j] = rows[row * target.length + j];
}

/** Its targets take the best of all actions, also of those that a mask forbids. */
function refuseMasks(env: VectorEnv, infos: readonly Info[]): void {
  if (infos.every(({ actionMask }) => actionMask === undefined)) return;
  throw new CartwheelError(
    'algorithms/unsupported-action-mask',
    `${env.id} masks actions in info.actionMask, which learners of Q values do not serve: learn with ppo or a2c, or take the mask away.`,
  );
}
