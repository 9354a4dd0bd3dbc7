import { stepInPieces, type Optimizer, type Pieces } from '@cartwheel/nn';
import { scheduleAt } from '../hyperparameters/schedule.ts';
import { checkLoss } from '../not-finite.ts';
import type { ActorCritic } from '../on-policy/actor-critic.ts';
import { explainedVariance } from '../on-policy/explained-variance.ts';
import { normalize } from '../on-policy/normalize.ts';
import type { OnPolicyUpdate } from '../on-policy/on-policy-learner.ts';
import type { RolloutBuffer } from '../on-policy/rollout-buffer.ts';
import type { Progress, TrainingRun } from '../training/training-run.ts';
import { A2cLoss } from './a2c-loss.ts';
import type { A2cHyperparameters } from './hyperparameters.ts';

interface A2cUpdateOptions {
  policy: ActorCritic;
  optimizer: Optimizer;
  buffer: RolloutBuffer;
  progress: Progress;
}

/** The second half of A2C's iteration: one gradient step on the whole rollout. */
export class A2cUpdate implements OnPolicyUpdate<A2cHyperparameters> {
  readonly #options: A2cUpdateOptions;
  readonly #loss: A2cLoss;

  constructor(options: A2cUpdateOptions) {
    this.#options = options;
    this.#loss = new A2cLoss(options.policy.distribution, options.buffer.size);
  }

  run(run: TrainingRun, hyperparameters: Readonly<A2cHyperparameters>): Promise<Record<string, number>> {
    return run.breatheBetween(this.#learn(run, hyperparameters));
  }

  *#learn(run: TrainingRun, hyperparameters: Readonly<A2cHyperparameters>): Pieces<Record<string, number>> {
    const { policy, optimizer, buffer, progress } = this.#options;
    const { entCoef, vfCoef, maxGradNorm, normalizeAdvantage } = hyperparameters;
    const loss = this.#loss;
    const learningRate = scheduleAt(hyperparameters.learningRate, run.progressRemaining);
    if (normalizeAdvantage) normalize(buffer.advantages);
    loss.compute(buffer, yield* policy.forwardInPieces(buffer.observations, buffer.actionMasks), { entCoef, vfCoef });
    checkLoss('train/loss', loss.loss, progress.timesteps, learningRate);

    yield* policy.backward(loss.actorGradient, loss.criticGradient);
    const norm = yield* stepInPieces(optimizer, { learningRate, maxGradNorm });
    checkLoss('the norm of the gradient', norm, progress.timesteps, learningRate);
    progress.updates += 1;
    return {
      loss: loss.loss,
      policy_loss: loss.policyLoss,
      value_loss: loss.valueLoss,
      entropy_loss: loss.entropyLoss,
      explained_variance: explainedVariance(buffer.values, buffer.returns),
      learning_rate: learningRate,
    };
  }
}
