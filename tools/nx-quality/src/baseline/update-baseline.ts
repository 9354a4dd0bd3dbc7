import type { CheckName, Finding } from '../findings/finding.ts';
import type { WorkspaceModel } from '../workspace/workspace-model.ts';
import { baselinePath, baselinePaths, formatBaseline, readBaseline } from './baseline.ts';

/** A baseline file's next text; undefined deletes it. */
export interface BaselineChange {
  readonly path: string;
  readonly text: string | undefined;
}

/**
 * Works out how the baselines must change for a check's findings.
 * They only shrink: vanished findings leave. Only with `accept` do new ones enter, as for a first baseline.
 */
export function updateBaselines(
  check: CheckName,
  findings: readonly Finding[],
  workspace: WorkspaceModel,
  { accept = false }: { readonly accept?: boolean } = {},
): BaselineChange[] {
  const { tree, projects } = workspace;
  const found = new Set(findings.map(({ id }) => id));
  return baselinePaths(workspace).flatMap((path) => {
    const before = readBaseline(tree, path);
    const owned = findings.filter(
      ({ project }) => baselinePath(projects.find(({ name }) => name === project)) === path,
    );
    const kept = (before[check] ?? []).filter((id) => found.has(id));
    const after = accept ? [...new Set([...kept, ...owned.map(({ id }) => id)])] : kept;
    const text = formatBaseline({ ...before, [check]: after });
    return text === formatBaseline(before) ? [] : [{ path, text }];
  });
}
