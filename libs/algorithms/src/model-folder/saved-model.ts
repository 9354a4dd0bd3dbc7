import { writeModelFolder } from '#model-folder';
import { CartwheelError, yieldToEventLoop } from '@cartwheel/async-guard';
import { encodeSafetensors } from '@cartwheel/nn';
import type { ModelSource } from '../algorithm.ts';
import type { Normalization } from '../training/normalization.ts';
import { alteredModel } from './altered-model.ts';
import { DESCRIPTION_FILE, MODEL_FILES, WEIGHTS_FILE, type SaveOptions } from './model-files.ts';
import { nameOfSource, readModelSource } from './model-source.ts';
import { encodeDescription, readDescription, type ModelDescription } from './model-description.ts';
import { hashTensors, namedTensors, restoreWeights, type NamedTrainables } from './weights.ts';

/** A model as its folder holds it. */
export interface SavedModel {
  dir: string;
  description: ModelDescription;
  /** Writes the saved weights, and the statistics of a normalisation, into parts of the same form. Throws `algorithms/altered-model`. */
  restoreInto(trained: NamedTrainables, normalization?: Normalization): void;
}

/**
 * Writes a model as the folder `dir`, whole or not at all, and gives the hash of its weights. What is written is the
 * model at the time of the call: it is copied then, and encoded between turns of the event loop.
 */
export async function writeModel(
  dir: string,
  description: Omit<ModelDescription, 'weightsHash'>,
  trained: NamedTrainables,
  { further = () => Promise.resolve({}), writeFolder = writeModelFolder }: SaveOptions = {},
): Promise<string> {
  const tensors = namedTensors(trained);
  const described = structuredClone(description);
  await yieldToEventLoop();
  const weightsHash = hashTensors(tensors);
  await yieldToEventLoop();
  const own = {
    [WEIGHTS_FILE]: encodeSafetensors(tensors),
    [DESCRIPTION_FILE]: encodeDescription({ ...described, weightsHash }),
  };
  await yieldToEventLoop();
  await writeFolder(dir, { ...(await further(own, weightsHash)), ...own });
  return weightsHash;
}

/** The name of the algorithm whose model `source` holds. Throws as `readModel`. */
export async function readAlgorithmName(source: ModelSource): Promise<string> {
  const files = await readModelSource(source, [DESCRIPTION_FILE]);
  return readDescription(nameOfSource(source), files[DESCRIPTION_FILE]).algorithm;
}

/**
 * Reads a model of `algorithm` from `source`.
 *
 * Throws `algorithms/missing-model-file`, `algorithms/altered-model`, `algorithms/unknown-model-format` for a folder of
 * another version, and `algorithms/other-algorithm`.
 */
export async function readModel(source: ModelSource, algorithm: string): Promise<SavedModel> {
  const dir = nameOfSource(source);
  const files = await readModelSource(source, MODEL_FILES);
  const description = readDescription(dir, files[DESCRIPTION_FILE]);
  if (description.algorithm !== algorithm) throw otherAlgorithm(dir, algorithm, description.algorithm);
  return {
    dir,
    description,
    restoreInto: (trained, normalization) => {
      restoreWeights(dir, trained, files[WEIGHTS_FILE], description.weightsHash);
      if (normalization?.restore(description.normalization) === false) {
        throw alteredModel(dir, 'model.json lacks the statistics of its normalisation');
      }
    },
  };
}

function otherAlgorithm(dir: string, expected: string, found: string): CartwheelError {
  return new CartwheelError(
    'algorithms/other-algorithm',
    `${dir} was expected to hold a model of ${expected}; it holds one of ${found}. Load it with that, or with loadAlgorithm().`,
  );
}
