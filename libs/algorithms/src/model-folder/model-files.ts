/** The files of a model folder by name. */
export type ModelFiles = Readonly<Record<string, Uint8Array>>;

/** What a checkpoint adds to the saving of a model. */
export interface SaveOptions {
  /** The files that lie beside the model's own, by name; told of those and of the weights' hash. Default: none. */
  further?: (own: ModelFiles, weightsHash: string) => Promise<ModelFiles>;
  /** What puts the files on disk: the folder `dir`, whole or not at all. Default: this thread. */
  writeFolder?: (dir: string, files: ModelFiles) => Promise<void>;
}

export const WEIGHTS_FILE = 'weights.safetensors';
export const DESCRIPTION_FILE = 'model.json';

/** What of a model folder `loadAlgorithm` reads. */
export const MODEL_FILES: readonly string[] = [DESCRIPTION_FILE, WEIGHTS_FILE];
