import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { filterProblems, problemKindInfo } from '@arethetypeswrong/core/problems';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';

/** How an ES module package is imported; CommonJS and the resolution of Node 10 are not supported. */
const RESOLUTIONS = ['node16-esm', 'bundler'] as const;

/** What is wrong with a package as it would be published, one line each; none for a private one. `tarball` is what `npm pack` wrote. */
export async function packageProblems(tarball: Uint8Array<ArrayBuffer>): Promise<string[]> {
  const { buffer } = new Uint8Array(tarball);
  const { messages, pkg } = await publint({ pack: { tarball: buffer }, strict: true });
  if (pkg['private'] === true) return [];
  const ofFields = messages.map((message) => formatMessage(message, pkg, { color: false }) ?? message.code);
  return [...ofFields, ...(hasEntries(pkg) ? await typeProblems(tarball) : [])];
}

/** Whether there is more in it to import than its package.json: a command has nothing. */
function hasEntries({ exports }: Record<string, unknown>): boolean {
  const paths = typeof exports === 'object' && exports !== null ? Object.keys(exports) : ['.'];
  return paths.some((path) => path !== './package.json');
}

async function typeProblems(tarball: Uint8Array): Promise<string[]> {
  const result = await checkPackage(createPackageFromTarballData(tarball));
  if (result.types === false) return ['It has no types.'];
  const problems = RESOLUTIONS.flatMap((resolutionKind) => filterProblems(result, { resolutionKind }));
  const lines = problems.map((problem) => {
    const where = 'entrypoint' in problem ? problem.entrypoint : 'the package';
    return `${where}: ${problemKindInfo[problem.kind].shortDescription}`;
  });
  return [...new Set(lines)];
}
