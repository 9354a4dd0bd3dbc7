/** The files of a model folder by name. */
export type ModelFiles = Readonly<Record<string, Uint8Array>>;
