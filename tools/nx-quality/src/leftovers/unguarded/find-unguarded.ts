import { compareFindings, type Finding } from '../../findings/finding.ts';
import { ignoredLines } from '../../findings/ignored-lines.ts';
import { createIdNumbering } from '../../findings/number-ids.ts';
import { scriptNameOf, scriptOf } from '../../module-facts/component-files.ts';
import { isSourceFile } from '../../module-facts/source-files.ts';
import { createGlobMatcher } from '../../workspace/glob-matcher.ts';
import { createProjectLookup, WORKSPACE, type WorkspaceModel } from '../../workspace/workspace-model.ts';
import type { UnguardedSettings } from '../leftovers-settings.ts';

/** A file without these words has no background work; parsing it would be in vain. */
const BACKGROUND = /\b(?:void|setTimeout|setInterval|setImmediate)\b/;

/** Promises that nobody waits for and timers whose failure nobody would see: background work outside of a guard. */
export async function findUnguarded(
  { tree, projects }: WorkspaceModel,
  { ignore, guards }: UnguardedSettings,
): Promise<Finding[]> {
  // The compiler is loaded only here.
  const { backgroundWork } = await import('./background-work.ts');
  const isIgnored = createGlobMatcher(ignore);
  const projectOf = createProjectLookup(projects);
  const idOf = createIdNumbering();
  const findings = tree.paths
    .filter((path) => isSourceFile(path) && !isIgnored(path))
    .flatMap((file) => {
      const text = tree.read(file) ?? '';
      if (!BACKGROUND.test(text)) return [];
      const ignored = ignoredLines('unguarded', text);
      return backgroundWork(scriptNameOf(file, text), scriptOf(file, text), guards)
        .filter(({ line }) => !ignored.includes(line))
        .map(({ symbol, line, column, what }): Finding => ({
          id: idOf('unguarded', file, symbol),
          kind: 'unguarded',
          project: projectOf(file)?.name ?? WORKSPACE,
          file,
          line,
          column,
          symbol,
          message: `${what} runs outside of a guard: its failure reaches no error sink.`,
        }));
    });
  return findings.toSorted(compareFindings);
}
