/** Hyperparameters that are known to work in an environment, and how long they need. */
export interface Preset {
  /** Environment steps over all environments. */
  totalTimesteps: number;
  numEnvs: number;
  /** Those that differ from the algorithm's defaults, `numEnvs` aside. */
  hyperparameters: Readonly<Record<string, unknown>>;
}

/** The hyperparameters of the preset for `envId`; none where there is no preset. */
export function presetLayer(presets: Readonly<Record<string, Preset>>, envId: string): Record<string, unknown> {
  if (!Object.hasOwn(presets, envId)) return {};
  const { numEnvs, hyperparameters } = presets[envId];
  return { ...hyperparameters, numEnvs };
}
