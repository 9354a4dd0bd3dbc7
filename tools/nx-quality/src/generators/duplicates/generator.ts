import type { GeneratorCallback, Tree } from '@nx/devkit';
import { type CheckGeneratorOptions, runCheckGenerator, type SyncResult } from '../check-generator.ts';

/** `nx g @cartwheel/nx-quality:duplicates`: shrinks the baselines, or with `--check` fails on what is new. */
export function duplicatesGenerator(
  tree: Tree,
  options?: CheckGeneratorOptions,
): Promise<SyncResult | GeneratorCallback | undefined> {
  return runCheckGenerator('duplicates', tree, options);
}
