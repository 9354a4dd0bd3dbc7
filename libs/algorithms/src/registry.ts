import { CartwheelError } from '@cartwheel/async-guard';
import { closestMatch } from 'leven';
import { a2c } from './a2c/a2c.ts';
import type { Algorithm, AlgorithmOptions, LoadOptions, ModelSource } from './algorithm.ts';
import { ars } from './ars/ars.ts';
import { dqn } from './dqn/dqn.ts';
import type { EnvSource } from './environment/open-env.ts';
import type { Hyperparameter, HyperparameterValue } from './hyperparameters/hyperparameter.ts';
import { readAlgorithmName } from './model-folder/saved-model.ts';
import { ppo } from './ppo/ppo.ts';
import { qrdqn } from './qrdqn/qrdqn.ts';
import { sac } from './sac/sac.ts';
import { td3 } from './td3/td3.ts';
import { ddpg } from './ddpg/ddpg.ts';
import { tqc } from './tqc/tqc.ts';
import type { Preset } from './preset.ts';
import { createLearner, loadLearner, type AlgorithmDefinition } from './training/create-learner.ts';
import type { CommonHyperparameters, Learner } from './training/learner.ts';

/** What is known of an algorithm by name. */
interface Entry {
  create(env: EnvSource, options: AlgorithmOptions): Promise<Algorithm>;
  load(source: ModelSource, options: LoadOptions): Promise<Algorithm>;
  hyperparameters: Readonly<Record<string, Hyperparameter<unknown>>>;
  presets: Readonly<Record<string, Preset>>;
}

const algorithms: Readonly<Record<string, Entry>> = {
  ppo: entryOf(ppo),
  a2c: entryOf(a2c),
  dqn: entryOf(dqn),
  qrdqn: entryOf(qrdqn),
  sac: entryOf(sac),
  td3: entryOf(td3),
  ddpg: entryOf(ddpg),
  tqc: entryOf(tqc),
  ars: entryOf(ars),
};

function entryOf<H extends CommonHyperparameters & Readonly<Record<string, HyperparameterValue>>, L extends Learner<H>>(
  definition: AlgorithmDefinition<H, L>,
): Entry {
  const { hyperparameters, presets } = definition;
  return {
    create: (env, options) => createLearner(definition, env, options),
    load: (source, options) => loadLearner(definition, source, options),
    hyperparameters,
    presets,
  };
}

/** The names that `--algo` takes. */
export function algorithmNames(): string[] {
  return Object.keys(algorithms);
}

/** A learner by the name of its algorithm. Throws `algorithms/unknown-algorithm` and what its `create` throws. */
export async function createAlgorithm(
  name: string,
  env: EnvSource,
  options: AlgorithmOptions = {},
): Promise<Algorithm> {
  return find(name).create(env, options);
}

/**
 * The model that `save` wrote, whatever its algorithm, from its folder or, where there are none, from the bytes of its
 * files. Throws what the algorithm's `load` throws.
 */
export async function loadAlgorithm(source: ModelSource, options: LoadOptions = {}): Promise<Algorithm> {
  return find(await readAlgorithmName(source)).load(source, options);
}

/** RL-Zoo's tuned preset of an algorithm for an environment, if it has one. Throws `algorithms/unknown-algorithm`. */
export function presetFor(algorithm: string, envId: string): Preset | undefined {
  const { presets } = find(algorithm);
  return Object.hasOwn(presets, envId) ? presets[envId] : undefined;
}

/** The hyperparameters of an algorithm: default, range, and whether they may change live. Throws `algorithms/unknown-algorithm`. */
export function hyperparametersOf(algorithm: string): Readonly<Record<string, Hyperparameter<unknown>>> {
  return find(algorithm).hyperparameters;
}

function find(name: string): Entry {
  if (Object.hasOwn(algorithms, name)) return algorithms[name];
  const known = algorithmNames();
  throw new CartwheelError(
    'algorithms/unknown-algorithm',
    `There is no algorithm '${name}'; the nearest is '${closestMatch(name, known)}'. There are: ${known.join(', ')}.`,
  );
}
