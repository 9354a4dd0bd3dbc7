import type { GeneratorCallback, Tree } from '@nx/devkit';
import { type CheckGeneratorOptions, runCheckGenerator, type SyncResult } from '../check-generator.ts';

/** `nx g @cartwheel/nx-quality:dead-code`: shrinks the baselines, or with `--check` fails on what is new. */
export function deadCodeGenerator(
  tree: Tree,
  options?: CheckGeneratorOptions,
): Promise<SyncResult | GeneratorCallback | undefined> {
  return runCheckGenerator('dead-code', tree, options);
}
