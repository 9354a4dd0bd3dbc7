import { createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { relative } from 'node:path';
import { compareFindings, type Finding } from '../findings/finding.ts';
import { ignoredLines } from '../findings/ignored-lines.ts';
import { toPosix } from '../workspace/paths.ts';
import { createProjectLookup, WORKSPACE, type WorkspaceModel } from '../workspace/workspace-model.ts';
import { defaultDuplicatesSettings, type DuplicatesSettings } from './duplicates-settings.ts';
import { runJscpd, type Clone } from './run-jscpd.ts';

/** Finds code that stands in two places, within projects and across them. */
export async function analyzeDuplicates(
  root: string,
  workspace: WorkspaceModel,
  settings: Partial<DuplicatesSettings> = {},
): Promise<Finding[]> {
  const real = realpathSync(root);
  const clones = await runJscpd(real, { ...defaultDuplicatesSettings, ...settings });
  return duplicateFindings(workspace, clones, (name) => toPosix(relative(real, name)));
}

interface Copy {
  readonly file: string;
  readonly line: number;
  readonly endLine: number;
}

/** Turns jscpd's clones into findings whose identity is the copied text and the two files, not the lines. */
export function duplicateFindings(
  { tree, projects }: WorkspaceModel,
  clones: readonly Clone[],
  toPath: (name: string) => string,
): Finding[] {
  const projectOf = createProjectLookup(projects);
  const seen = new Map<string, number>();
  const findings = clones.flatMap(({ firstFile, secondFile, fragment, lines, tokens }): Finding[] => {
    const [one, other] = [firstFile, secondFile]
      .map(({ name, start, end }): Copy => ({ file: toPath(name), line: start, endLine: end }))
      .toSorted((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1));
    if (one === undefined || other === undefined || !tree.has(one.file) || !tree.has(other.file)) return [];
    if ([one, other].some((copy) => isIgnored(copy, tree.read(copy.file) ?? ''))) return [];
    const base = `duplicate ${one.file}~${other.file}#${hashOf(fragment)}`;
    const count = (seen.get(base) ?? 0) + 1;
    seen.set(base, count);
    return [
      {
        id: count === 1 ? base : `${base}-${count}`,
        kind: 'duplicate',
        project: projectOf(one.file)?.name ?? WORKSPACE,
        file: one.file,
        line: one.line,
        column: 1,
        message: `${lines} lines (${tokens} tokens) stand again in ${other.file}:${other.line}.`,
        related: [other],
      },
    ];
  });
  return findings.toSorted(compareFindings);
}

/** A comment within either copy, or on the line above it, lets the pair be. */
function isIgnored({ line, endLine }: Copy, text: string): boolean {
  return ignoredLines('duplicates', text).some((ignored) => ignored >= line - 1 && ignored <= endLine);
}

/** Blank space does not count, so that formatting keeps the identity. 48 bits are plenty for one workspace. */
function hashOf(fragment: string): string {
  return createHash('sha256').update(fragment.replaceAll(/\s+/g, ' ').trim()).digest('hex').slice(0, 12);
}
