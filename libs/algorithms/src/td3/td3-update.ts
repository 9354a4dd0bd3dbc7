import { stepInPieces, type Optimizer, type Pieces } from '@cartwheel/nn';
import type { Generator } from '@cartwheel/random';
import type { Stateful } from '../checkpoint/learner-state.ts';
import { checkLoss } from '../not-finite.ts';
import type { CriticObjective } from '../off-policy/continuous/critic-objective.ts';
import type { Critics } from '../off-policy/continuous/critics.ts';
import { learnCritics } from '../off-policy/continuous/learn-critics.ts';
import { MeanStatistics } from '../off-policy/mean-statistics.ts';
import type { GradientStep, OffPolicyUpdate } from '../off-policy/off-policy-learner.ts';
import { polyakInPieces } from '../off-policy/polyak.ts';
import type { UniformReplay } from '../off-policy/uniform-replay.ts';
import type { Progress } from '../training/training-run.ts';
import type { DeterministicActor } from './deterministic-actor.ts';
import type { Td3Hyperparameters } from './hyperparameters.ts';

interface Td3UpdateOptions {
  actor: DeterministicActor;
  actorOptimizer: Optimizer;
  /** Follows `actor`. */
  targetActor: DeterministicActor;
  critics: Critics;
  criticOptimizer: Optimizer;
  /** Follows `critics`. */
  targets: Critics;
  objective: CriticObjective;
  replay: UniformReplay;
  /** Draws the noise of the target's actions. */
  noiseRandom: Generator;
  /** Every so manieth update is one of the actor too. */
  progress: Pick<Progress, 'updates'>;
}

type Settings = Pick<Td3Hyperparameters, 'tau' | 'policyDelay' | 'targetPolicyNoise' | 'targetNoiseClip'>;

/** Gradient steps of TD3 (arXiv 1802.09477, algorithm 1). */
export class Td3Update implements OffPolicyUpdate<Settings> {
  readonly #options: Td3UpdateOptions;
  readonly #actions: Float32Array;
  /** Nothing is added to what the targets tell. */
  readonly #bonuses: Float32Array;
  readonly #statistics = new MeanStatistics();

  constructor(options: Td3UpdateOptions) {
    const { size } = options.replay.batch;
    this.#options = options;
    this.#actions = new Float32Array(size * options.actor.actionSize);
    this.#bonuses = new Float32Array(size);
  }

  *learn({ learningRate, timesteps }: Readonly<GradientStep>, settings: Settings): Pieces<void> {
    const { replay, progress } = this.#options;
    replay.draw();
    yield* this.#setTargets(settings);
    yield undefined;
    const criticLoss = yield* learnCritics(this.#options, learningRate);
    checkLoss('train/critic_loss', criticLoss, timesteps, learningRate);
    this.#statistics.add('critic_loss', criticLoss);
    if ((progress.updates + 1) % settings.policyDelay !== 0) return;
    yield undefined;
    const actorLoss = yield* this.#learnActor(learningRate);
    checkLoss('train/actor_loss', actorLoss, timesteps, learningRate);
    this.#statistics.add('actor_loss', actorLoss);
    yield* this.#moveTargets(settings.tau);
  }

  takeStatistics(): Record<string, number> | undefined {
    return this.#statistics.take();
  }

  get sums(): Stateful {
    return this.#statistics;
  }

  /** Smoothed: like actions are worth the same, so the target's action is shaken. */
  *#setTargets({ targetPolicyNoise, targetNoiseClip }: Settings): Pieces<void> {
    const { replay, targetActor, targets, objective, noiseRandom } = this.#options;
    const { nextObservations, size } = replay.batch;
    yield* targetActor.actInPieces(nextObservations, size, this.#actions);
    for (let i = 0; i < this.#actions.length; i++) {
      const noise = clamp(targetPolicyNoise * noiseRandom.standardNormal(), targetNoiseClip);
      this.#actions[i] = clamp(this.#actions[i] + noise, 1);
    }
    objective.setTargets(replay.batch, yield* targets.forward(nextObservations, this.#actions), this.#bonuses);
  }

  /** Minimises −mean(Q), the first critic's alone. */
  *#learnActor(learningRate: number): Pieces<number> {
    const { actor, actorOptimizer, critics, replay } = this.#options;
    const { observations, size } = replay.batch;
    yield* actor.actInPieces(observations, size, this.#actions);
    const [values] = yield* critics.forward(observations, this.#actions, 1);
    let sum = 0;
    for (let row = 0; row < size; row++) sum += values[row];
    critics.gradients[0].fill(-1 / size);
    yield* actor.backward(yield* critics.backwardToActions(1));
    yield* stepInPieces(actorOptimizer, { learningRate });
    return -sum / size;
  }

  *#moveTargets(tau: number): Pieces<void> {
    const { actor, targetActor, critics, targets } = this.#options;
    yield* polyakInPieces(targets.trained, critics.trained, tau);
    yield* polyakInPieces(targetActor.trained, actor.trained, tau);
  }
}

function clamp(value: number, bound: number): number {
  return Math.min(Math.max(value, -bound), bound);
}
