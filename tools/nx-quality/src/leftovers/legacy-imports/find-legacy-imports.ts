import { compareFindings, type Finding } from '../../findings/finding.ts';
import { ignoredLines } from '../../findings/ignored-lines.ts';
import { createIdNumbering } from '../../findings/number-ids.ts';
import type { FactsByPath } from '../../module-facts/read-all-facts.ts';
import { createProjectLookup, WORKSPACE, type WorkspaceModel } from '../../workspace/workspace-model.ts';
import type { LegacyImportsSettings } from '../leftovers-settings.ts';
import { usesOf } from './uses-of.ts';

/** Names, members and paths that were removed and are back, in tests too. */
export function findLegacyImports(
  { tree, projects }: WorkspaceModel,
  facts: FactsByPath,
  { removed }: LegacyImportsSettings,
): Finding[] {
  const projectOf = createProjectLookup(projects);
  const idOf = createIdNumbering();
  const findings = [...facts].flatMap(([file, fact]) => {
    const text = tree.read(file) ?? '';
    const ignored = ignoredLines('no-legacy-imports', text);
    return removed
      .flatMap((entry) => usesOf(entry, file, fact, text))
      .filter(({ line }) => !ignored.includes(line))
      .map(({ line, column, symbol, instead }): Finding => ({
        id: idOf('legacy-import', file, symbol),
        kind: 'legacy-import',
        project: projectOf(file)?.name ?? WORKSPACE,
        file,
        line,
        column,
        symbol,
        message: `${symbol} was removed.${instead === undefined ? '' : ` Use ${instead}.`}`,
      }));
  });
  return findings.toSorted(compareFindings);
}
