import { createYielder } from '@cartwheel/async-guard';
import { createEngine, type Pieces } from '@cartwheel/nn';
import type { AlgorithmOptions, LoadOptions, ModelOptions, ModelSource } from '../algorithm.ts';
import { envIdOf, hyperparametersOf, openEnv, orClose, type EnvSource } from '../environment/open-env.ts';
import { refuseFeatures } from '../features/feature-hook.ts';
import type { HyperparameterTable, HyperparameterValue } from '../hyperparameters/hyperparameter.ts';
import { resolveHyperparameters } from '../hyperparameters/resolve-hyperparameters.ts';
import { readModel } from '../model-folder/saved-model.ts';
import { presetLayer, type Preset } from '../preset.ts';
import { restoreSpaces } from '../spaces/spaces.ts';
import { breatheBetween } from './breathe-between.ts';
import type { CommonHyperparameters, Learner, LearnerParts } from './learner.ts';

type JsonRecord = Readonly<Record<string, HyperparameterValue>>;

/** What an algorithm is, apart from its class: enough to make, load and list it. */
export interface AlgorithmDefinition<H extends CommonHyperparameters & JsonRecord, L extends Learner<H>> {
  /** `ppo` … */
  name: string;
  hyperparameters: HyperparameterTable<H>;
  /** RL-Zoo's, by environment id. */
  presets: Readonly<Record<string, Preset>>;
  /**
   * What must hold between hyperparameters. Gives a warning where they make sense but are probably not what was meant;
   * throws `algorithms/invalid-hyperparameter` where nothing could be learned.
   */
  check?(hyperparameters: H): string | undefined;
  build(parts: LearnerParts<H>): L;
  /** Whether it has a place for a features hook. Default false. */
  takesFeatures?: boolean;
}

/**
 * Throws `envs/unknown-env`, `algorithms/unknown-hyperparameter`, `algorithms/invalid-hyperparameter` and
 * `algorithms/unsupported-action-space`.
 */
export async function createLearner<H extends CommonHyperparameters & JsonRecord, L extends Learner<H>>(
  definition: AlgorithmDefinition<H, L>,
  source: EnvSource,
  options: AlgorithmOptions,
): Promise<L> {
  const { name, presets } = definition;
  const { seed = 0, engine = await createEngine(), features } = options;
  if (definition.takesFeatures !== true) refuseFeatures(name, features);
  const preset = options.preset === 'tuned' ? presetLayer(presets, envIdOf(source)) : {};
  const hyperparameters = resolveHyperparameters(name, definition.hyperparameters, [
    preset,
    hyperparametersOf(source),
    { numEnvs: options.numEnvs },
    options.hyperparameters ?? {},
  ]);
  const warning = definition.check?.(hyperparameters);
  if (warning !== undefined) options.onWarning?.(warning);
  const open = openEnv(source, hyperparameters.numEnvs);
  const table = definition.hyperparameters;
  const initializations: Pieces<void>[] = [];
  const defer = (pieces: Pieces<void>): void => void initializations.push(pieces);
  const { envId, env: spaces } = open;
  const parts = { name, envId, seed, hyperparameters, table, engine, spaces, features, open, defer };
  const breathe = createYielder();
  const model = orClose(open, () => definition.build(parts));
  for (const pieces of initializations) await breatheBetween(pieces, breathe);
  return model;
}

/**
 * The model that `save` wrote. It predicts as it did; learning goes on with fresh optimiser moments and random
 * numbers, and an empty replay buffer.
 *
 * Throws `algorithms/missing-model-file`, `algorithms/altered-model`, `algorithms/unknown-model-format`,
 * `algorithms/other-algorithm` and `algorithms/other-spaces`.
 */
export async function loadLearner<H extends CommonHyperparameters & JsonRecord, L extends Learner<H>>(
  definition: AlgorithmDefinition<H, L>,
  source: ModelSource,
  options: LoadOptions = {},
): Promise<L> {
  const { name } = definition;
  const { env, engine = await createEngine(), features } = options;
  if (definition.takesFeatures !== true) refuseFeatures(name, features);
  const saved = await readModel(source, name);
  const { seed, envId } = saved.description;
  const spaces = restoreSpaces(saved.description);
  const ofEnv = env === undefined ? {} : hyperparametersOf(env);
  const layers = [saved.description.hyperparameters, ofEnv];
  const hyperparameters = resolveHyperparameters(name, definition.hyperparameters, layers);
  const table = definition.hyperparameters;
  const model = definition.build({
    name,
    envId,
    seed,
    hyperparameters,
    table,
    engine,
    spaces,
    features,
    open: undefined,
    // All weights are written over.
    defer: () => undefined,
  });
  model.restore(saved);
  if (env !== undefined) model.openEnv(env);
  return model;
}

/** Options as a user writes them, the hyperparameters beside the rest, as data. */
export function separateOptions(options: ModelOptions): AlgorithmOptions {
  const { seed, preset, features, engine, onWarning, ...hyperparameters } = options;
  return { seed, preset, features, engine, onWarning, hyperparameters };
}
