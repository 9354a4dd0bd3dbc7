/** The files of a model folder by name. */
export type ModelFiles = Readonly<Record<string, Uint8Array>>;

export const WEIGHTS_FILE = 'weights.safetensors';
export const DESCRIPTION_FILE = 'model.json';

/** What of a model folder `loadAlgorithm` reads. */
export const MODEL_FILES: readonly string[] = [DESCRIPTION_FILE, WEIGHTS_FILE];
