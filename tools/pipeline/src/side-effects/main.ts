// `npm run check:imports`: whether libraries are as free of side effects as their package.json says.
import { fileURLToPath } from 'node:url';
import { publishedPackages } from '../published-packages.ts';
import { bareImportBytes } from './bare-import.ts';
import { importEffects } from './import-effects.ts';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
/** What is for tests needs Jest, and `tfjs-node` a binary that not every machine has. */
const NOT_EVERYWHERE = /\/(testing|tfjs-node)$/;
/** Where zod keeps what its copies share. */
const ZODS_OWN = /^global __zod_/;

const specifiers = publishedPackages(ROOT, ['libs']).flatMap(({ entries }) =>
  entries.map(({ specifier }) => specifier).filter((specifier) => !NOT_EVERYWHERE.test(specifier)),
);
const faults = [...(await leftInBundles()), ...leftInProcess()];
process.stdout.write(
  faults.length === 0 ? `${specifiers.length} entries, and none has side effects.\n` : `${faults.join('\n')}\n`,
);
process.exitCode = faults.length === 0 ? 0 : 1;

async function leftInBundles(): Promise<string[]> {
  const bytes = await Promise.all(specifiers.map((specifier) => bareImportBytes(specifier, ROOT)));
  return specifiers.flatMap((specifier, index) =>
    bytes[index] === 0
      ? []
      : [`${specifier}: ${bytes[index]} bytes in the bundle of a program that uses nothing of it`],
  );
}

function leftInProcess(): string[] {
  return Object.entries(importEffects(specifiers, ROOT)).flatMap(([specifier, effects]) =>
    effects.filter((effect) => !ZODS_OWN.test(effect)).map((effect) => `${specifier}: its import leaves ${effect}`),
  );
}
