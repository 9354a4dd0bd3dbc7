import type { NamedTrainables } from '../model-folder/weights.ts';

/** Moves `target` towards `source`, part by part: all the way where τ is 1. */
export function polyakUpdate(target: NamedTrainables, source: NamedTrainables, tau: number): void {
  for (const name in target) target[name].polyakUpdate(source[name], tau);
}

/** The same parts, named as those of targets: `target.qf0` … */
export function asTargets(trained: NamedTrainables): NamedTrainables {
  return Object.fromEntries(Object.entries(trained).map(([name, part]) => [`target.${name}`, part]));
}
