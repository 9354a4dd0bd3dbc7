import type { PartNames } from '../names.ts';

export function hyperparametersOf({ type, value }: PartNames): string {
  return `import {
  flag,
  integer,
  real,
  schedule,
  type HyperparameterInput,
  type HyperparameterTable,
} from '../hyperparameters/hyperparameter.ts';
import { onPolicyHyperparameters, type OnPolicyHyperparameters } from '../on-policy/hyperparameters.ts';

/** What a user may give: any of them, schedules also by name or as a function. */
export type ${type}HyperparameterInput = HyperparameterInput<OnPolicyHyperparameters>;

/** Names, ranges and defaults. */
export const ${value}Hyperparameters: HyperparameterTable<OnPolicyHyperparameters> = {
  ...onPolicyHyperparameters,
  learningRate: schedule({ default: 7e-4, above: 0, live: true }),
  nSteps: integer({ default: 8, min: 1 }),
  gaeLambda: real({ default: 0.95, min: 0, max: 1 }),
  normalizeAdvantage: flag({ default: true }),
};
`;
}

/** Small and whole: a step down A2C's loss, to be replaced by the algorithm's own rule. */
export function updateOf({ type }: PartNames): string {
  return `import type { Optimizer, Pieces } from '@cartwheel/nn';
import { A2cLoss } from '../a2c/a2c-loss.ts';
import { scheduleAt } from '../hyperparameters/schedule.ts';
import { checkLoss } from '../not-finite.ts';
import type { ActorCritic } from '../on-policy/actor-critic.ts';
import type { OnPolicyHyperparameters } from '../on-policy/hyperparameters.ts';
import { normalize } from '../on-policy/normalize.ts';
import type { OnPolicyUpdate } from '../on-policy/on-policy-learner.ts';
import type { RolloutBuffer } from '../on-policy/rollout-buffer.ts';
import type { Progress, TrainingRun } from '../training/training-run.ts';

type Statistics = Record<string, number>;

/** What ${type} learns from a rollout: one step down the loss of advantage actor–critic. */
export function create${type}Update(
  buffer: RolloutBuffer,
  { policy, optimizer, progress }: { policy: ActorCritic; optimizer: Optimizer; progress: Progress },
): OnPolicyUpdate<OnPolicyHyperparameters> {
  const loss = new A2cLoss(policy.distribution, buffer.size);
  /** In pieces, between which the event loop has its turns. */
  function* learn({ progressRemaining }: TrainingRun, hyperparameters: OnPolicyHyperparameters): Pieces<Statistics> {
    const rate = scheduleAt(hyperparameters.learningRate, progressRemaining);
    if (hyperparameters.normalizeAdvantage) normalize(buffer.advantages);
    const outputs = yield* policy.forwardInPieces(buffer.observations, buffer.actionMasks);
    loss.compute(buffer, outputs, hyperparameters);
    checkLoss('train/loss', loss.loss, progress.timesteps, rate);
    yield* policy.backward(loss.actorGradient, loss.criticGradient);
    optimizer.step({ learningRate: rate, maxGradNorm: hyperparameters.maxGradNorm });
    progress.updates += 1;
    return { loss: loss.loss, learning_rate: rate };
  }
  return { run: (run, hyperparameters) => run.breatheBetween(learn(run, hyperparameters)) };
}
`;
}

export function learnerOf({ name, type, value }: PartNames): string {
  return `import type { AlgorithmOptions, LoadOptions, ModelOptions } from '../algorithm.ts';
import type { EnvSource } from '../environment/open-env.ts';
import type { OnPolicyHyperparameters } from '../on-policy/hyperparameters.ts';
import { OnPolicyLearner, type OnPolicyUpdate } from '../on-policy/on-policy-learner.ts';
import type { RolloutBuffer } from '../on-policy/rollout-buffer.ts';
import { createLearner, loadLearner, separateOptions, type AlgorithmDefinition } from '../training/create-learner.ts';
import type { LearnerParts } from '../training/learner.ts';
import { ${value}Hyperparameters, type ${type}HyperparameterInput } from './hyperparameters.ts';
import { create${type}Update } from './${name}-update.ts';

/** Hyperparameters stand beside the options that every learner has. */
export type ${type}Options = ModelOptions & ${type}HyperparameterInput;

/**
 * Advantage actor–critic, one step of Adam a rollout.
 *
 * \`\`\`ts
 * const model = await ${type}.create('CartPole-v1', { seed: 0 });
 * await model.learn({ totalTimesteps: 100_000 });
 * \`\`\`
 */
export class ${type} extends OnPolicyLearner<OnPolicyHyperparameters> {
  /** Use \`${type}.create\` or \`${type}.load\`. */
  constructor(parts: LearnerParts<OnPolicyHyperparameters>) {
    const { nSteps, numEnvs } = parts.hyperparameters;
    super(parts, { optimizer: { kind: 'adam' }, mostRows: nSteps * numEnvs });
  }

  /** A learner for \`env\`; throws as \`PPO.create\`. */
  static create(env: EnvSource, options: ${type}Options = {}): Promise<${type}> {
    return ${type}.createFrom(env, separateOptions(options));
  }

  /** The same with the hyperparameters as data: those of a config file, say. */
  static createFrom(env: EnvSource, options: AlgorithmOptions): Promise<${type}> {
    return createLearner(${value}, env, options);
  }

  /** The model that \`save\` wrote to \`dir\`; as \`PPO.load\`. */
  static load(dir: string, options?: LoadOptions): Promise<${type}> {
    return loadLearner(${value}, dir, options);
  }

  protected createUpdate(buffer: RolloutBuffer): OnPolicyUpdate<OnPolicyHyperparameters> {
    const { policy, optimizer, progress } = this;
    return create${type}Update(buffer, { policy, optimizer, progress });
  }
}

export const ${value}: AlgorithmDefinition<OnPolicyHyperparameters, ${type}> = {
  name: '${name}',
  hyperparameters: ${value}Hyperparameters,
  presets: {},
  build: (parts) => new ${type}(parts),
  takesFeatures: true,
};
`;
}

export function testOf({ name, type }: PartNames): string {
  return `import { evaluatePolicy } from '@cartwheel/callbacks';
import { Discrete } from '@cartwheel/envs';
import { expect, it } from '@jest/globals';
import { IdentityEnv } from '../../tests/identity-env.ts';
import { createAlgorithm } from '../registry.ts';
import { describeResume } from '../testing/describe-resume.ts';
import { ${type} } from './${name}.ts';

describeResume('${name}', {
  algorithm: '${name}',
  env: 'CartPole-v1',
  numEnvs: 2,
  hyperparameters: { netArch: [8] },
  totalTimesteps: 300,
});

it('learns the identity environment, to the bit the same for the same seed', async () => {
  const env = () => new IdentityEnv(new Discrete(4));
  const learned = async (seed: number) => {
    const model = await ${type}.create(env, { seed, gamma: 0.4, learningRate: 5e-3 });
    await model.learn({ totalTimesteps: 2_000 });
    return model;
  };
  const model = await learned(0);
  const { meanReturn } = await evaluatePolicy(model, env(), { episodes: 10, seed: 100 });
  expect(meanReturn).toBeGreaterThanOrEqual(90);
  expect((await learned(0)).weightsHash()).toBe(model.weightsHash());
  expect((await learned(1)).weightsHash()).not.toBe(model.weightsHash());
});

it('is made by its name', async () => {
  expect(await createAlgorithm('${name}', 'CartPole-v1')).toBeInstanceOf(${type});
});
`;
}
