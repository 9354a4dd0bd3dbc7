import { findingId, type Finding } from '../../findings/finding.ts';
import { traceLiveness } from '../../liveness/trace-liveness.ts';
import { isTestFile, isTestSupport } from '../entries/test-paths.ts';
import { ownerOf, type DeadCodeContext } from '../dead-code-context.ts';

/** Tests that import code of this workspace, all of it dead or gone: they guard nothing any more. */
export function findDeadTests(context: DeadCodeContext): Finding[] {
  return [...context.facts.keys()]
    .filter((file) => isTestFile(file) && guardsNothing(file, context))
    .map((file) => ({
      id: findingId('dead-test', file),
      kind: 'dead-test',
      project: ownerOf(context, file),
      file,
      line: 1,
      column: 1,
      message: 'This test reaches no code that is alive outside of tests.',
      fix: 'delete',
    }));
}

function guardsNothing(file: string, context: DeadCodeContext): boolean {
  let reachesDeadCode = importsWhatIsGone(file, context);
  const seen = traceLiveness([{ file, reason: 'test', group: 'test', exports: 'none' }], context.index);
  for (const { node } of seen.arrivals()) {
    if (isTestFile(node.file) || isTestSupport(node.file)) continue;
    if (node.type === 'module' && !hasNames(node.file, context)) {
      if (context.production.isLoaded(node.file)) return false;
      reachesDeadCode = true;
    } else if (node.type === 'declaration') {
      if (context.production.isDeclarationAlive(node.file, node.name ?? '')) return false;
      reachesDeadCode = true;
    }
  }
  return reachesDeadCode;
}

/** A module without names of its own is used by being loaded. */
function hasNames(file: string, { facts }: DeadCodeContext): boolean {
  const { declarations, moduleUses, exports } = facts.get(file) ?? {};
  return exports !== undefined && exports.length > 0 && declarations !== undefined && moduleUses !== undefined;
}

function importsWhatIsGone(file: string, { facts, resolver }: DeadCodeContext): boolean {
  const edges = facts.get(file)?.edges ?? [];
  return edges.some(
    ({ specifier }) =>
      specifier.startsWith('.') && isCode(specifier) && resolver.resolve(file, specifier).kind === 'missing',
  );
}

function isCode(specifier: string): boolean {
  return !/\.(?:json|css|scss|svg|png|wasm|txt|html|md)$/.test(specifier);
}
