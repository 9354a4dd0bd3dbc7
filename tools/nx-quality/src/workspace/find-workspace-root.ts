import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { QualityError } from '../quality-error.ts';

/** The nearest folder upwards that holds an nx.json. */
export function findWorkspaceRoot(folder: string): string {
  for (let current = folder; ; current = dirname(current)) {
    if (existsSync(join(current, 'nx.json'))) return current;
    if (dirname(current) === current) {
      throw new QualityError(
        'quality/wrong-use',
        `Expected to run inside an Nx workspace, but no nx.json is above ${folder}.`,
      );
    }
  }
}
