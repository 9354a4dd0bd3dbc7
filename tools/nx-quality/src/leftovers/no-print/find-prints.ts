import { relative } from 'node:path';
import { realpathSync } from 'node:fs';
import { compareFindings, type Finding } from '../../findings/finding.ts';
import { createIdNumbering } from '../../findings/number-ids.ts';
import { createGlobMatcher } from '../../workspace/glob-matcher.ts';
import { toPosix } from '../../workspace/paths.ts';
import { createProjectLookup, WORKSPACE, type WorkspaceModel } from '../../workspace/workspace-model.ts';
import type { NoPrintSettings } from '../leftovers-settings.ts';
import { runOxlint } from './run-oxlint.ts';

/** Calls of the console that were left behind: what the lint rule `no-console` finds, with a baseline. */
export async function findPrints(
  root: string,
  { tree, projects }: WorkspaceModel,
  { ignore }: NoPrintSettings,
): Promise<Finding[]> {
  const real = realpathSync(root);
  const isIgnored = createGlobMatcher(ignore);
  const projectOf = createProjectLookup(projects);
  const idOf = createIdNumbering();
  const prints = await runOxlint(real, 'no-console');
  const findings = prints.flatMap(({ filename, line, column, offset, length }): Finding[] => {
    const file = toPosix(relative(real, filename));
    if (!tree.has(file) || isIgnored(file)) return [];
    // The rule counts bytes.
    const code = Buffer.from(tree.read(file) ?? '').subarray(offset, offset + length);
    const symbol = code.toString().replaceAll(/\s+/g, '');
    const id = idOf('print', file, symbol);
    const project = projectOf(file)?.name ?? WORKSPACE;
    return [{ id, kind: 'print', project, file, line, column, symbol, message: `${symbol} prints.` }];
  });
  return findings.toSorted(compareFindings);
}
