import type { Optimizer } from '@cartwheel/nn';
import type { Stateful } from '../../checkpoint/learner-state.ts';
import { arraysPart } from '../../checkpoint/parts.ts';
import type { HyperparameterValue } from '../../hyperparameters/hyperparameter.ts';
import type { LearnerParts } from '../../training/learner.ts';
import { ExperienceCollector } from '../experience-collector.ts';
import { OffPolicyLearner, type Machinery, type OffPolicyUpdate } from '../off-policy-learner.ts';
import { startAlike } from '../polyak.ts';
import { ReplayBuffer, type Transition } from '../replay-buffer.ts';
import { UniformReplay } from '../uniform-replay.ts';
import { createActionNoise } from './action-noise.ts';
import { ActionScale, requireBoundedBox } from './action-scale.ts';
import type { Actor } from './actor.ts';
import { ContinuousExplorer } from './continuous-explorer.ts';
import { Critics } from './critics.ts';
import type { ContinuousHyperparameters } from './hyperparameters.ts';

/** Learning from a replay buffer what continuous actions are worth: an actor, critics and their delayed copies. */
export abstract class ContinuousLearner<
  H extends ContinuousHyperparameters & Readonly<Record<string, HyperparameterValue>>,
> extends OffPolicyLearner<H> {
  protected readonly scale: ActionScale;
  protected readonly observationSize: number;
  readonly #parts: LearnerParts<H>;

  constructor(parts: LearnerParts<H>) {
    super(parts);
    const { name, spaces } = parts;
    this.#parts = parts;
    this.observationSize = spaces.observationSpace.flatSize;
    this.scale = new ActionScale(requireBoundedBox(name, spaces.actionSpace));
  }

  protected abstract readonly actor: Actor;

  /** All of them, by name. */
  protected abstract get optimizers(): Readonly<Record<string, Optimizer>>;

  protected abstract createUpdate(replay: UniformReplay): OffPolicyUpdate<H>;

  /** Critics, and a copy of them to follow: of as many `atoms` each. */
  protected createCritics(atoms: number): { critics: Critics; targets: Critics } {
    const { observationSize, streams, scale } = this;
    const { netArch, activation, nCritics: count, batchSize } = this.hyperparameters;
    const { engine, defer } = this.#parts;
    const spec = { observationSize, actionSize: scale.size, count, atoms, netArch, activation };
    const [critics, targets] = [0, 1].map(() => new Critics(engine, spec, batchSize, streams.initialization, defer));
    startAlike(targets.trained, critics.trained, defer);
    return { critics, targets };
  }

  /** What else of its exploration goes on from a checkpoint. */
  protected explorationParts(): Readonly<Record<string, Stateful>> {
    return {};
  }

  /** Before each step of the vector; `step` counts them from 0 on after a burst of gradient steps. */
  protected beforeStep?(step: number): void;

  protected prepare(): Machinery<H> {
    const { env, actor, scale, progress, streams, hyperparameters } = this;
    const { bufferSize, batchSize, nSteps, gamma, learningStarts, numEnvs: rows } = hyperparameters;
    const { actionNoise: kind, actionNoiseStd: std } = hyperparameters;
    const noise = createActionNoise({ kind, std, rows, size: scale.size });
    const explorer = new ContinuousExplorer({ actor, scale, learningStarts, noise, random: streams.actions, progress });
    const buffer = new ReplayBuffer(bufferSize, this.observationSize, explorer.form);
    const keep = (transition: Transition): void => void buffer.add(transition);
    const collector = new ExperienceCollector({ env, explorer, nSteps, gamma, progress, keep }, this.seed);
    return {
      buffer,
      collector,
      optimizers: this.optimizers,
      parts: {
        ...(noise === undefined ? {} : { noise: arraysPart({ state: noise.state }) }),
        ...this.explorationParts(),
      },
      beforeStep: (_run, step) => this.beforeStep?.(step),
      update: this.createUpdate(new UniformReplay(buffer, batchSize, streams.order)),
    };
  }
}
