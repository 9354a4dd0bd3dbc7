import { findingId, type Finding, type FindingKind } from '../../findings/finding.ts';
import { isDeclarationFile } from '../../module-facts/source-files.ts';
import { isTestFile, isTestSupport } from '../entries/test-paths.ts';
import { ownerOf, type DeadCodeContext } from '../dead-code-context.ts';
import { findIslands } from './find-islands.ts';

/** Files that nothing reaches, alone or in a circle, and files that only tests reach. */
export function findDeadFiles(context: DeadCodeContext): Finding[] {
  const files = [...context.facts.keys()].filter((file) => !isDeclarationFile(file));
  const unreached = files.filter((file) => !context.everything.isLoaded(file));
  const islands = findIslands(unreached, context.index);
  const onlyTested = files.filter((file) => isOnlyTested(file, context));
  return [
    ...unreached.map((file) => {
      const island = islands.get(file);
      if (island === undefined) return fileFinding(context, 'unreached-file', file, 'No entry reaches this file.');
      const others = island.filter((other) => other !== file).join(', ');
      return fileFinding(context, 'island', file, `Only files that no entry reaches import this file: ${others}.`);
    }),
    ...onlyTested.map((file) => fileFinding(context, 'test-only', file, 'Only tests reach this file.')),
  ];
}

/** Tests reach the file, nothing else does, and it is not there for tests. */
export function isOnlyTested(file: string, { production, everything, entries }: DeadCodeContext): boolean {
  if (production.isLoaded(file) || !everything.isLoaded(file) || isTestFile(file) || isTestSupport(file)) return false;
  return !entries.some((entry) => entry.file === file);
}

function fileFinding(context: DeadCodeContext, kind: FindingKind, file: string, message: string): Finding {
  const fix = kind === 'test-only' ? {} : ({ fix: 'delete' } as const);
  return {
    id: findingId(kind, file),
    kind,
    project: ownerOf(context, file),
    file,
    line: 1,
    column: 1,
    message,
    ...fix,
  };
}
