import { z } from 'zod';
import { QualityError } from '../quality-error.ts';
import type { CheckName, Finding } from '../findings/finding.ts';
import { readJson } from '../workspace/read-json.ts';
import type { SourceTree } from '../workspace/source-tree.ts';
import type { ProjectModel, WorkspaceModel } from '../workspace/workspace-model.ts';

/** The file at a project's root that holds its known findings. No file is an empty baseline. */
const BASELINE_FILE = 'quality-baseline.json';

const ids = z.array(z.string()).optional();
const baselineSchema = z.strictObject({
  'dead-code': ids,
  duplicates: ids,
  'no-print': ids,
  'no-legacy-imports': ids,
  unguarded: ids,
});

/** Known findings by check. */
export type Baseline = z.infer<typeof baselineSchema>;

export function baselinePath(project: Pick<ProjectModel, 'root'> | undefined): string {
  return project === undefined || project.root === '' ? BASELINE_FILE : `${project.root}/${BASELINE_FILE}`;
}

/** @throws QualityError `quality/broken-baseline` when the file holds something else. */
export function readBaseline(tree: SourceTree, path: string): Baseline {
  const parsed = baselineSchema.safeParse(readJson(tree, path, 'quality/broken-baseline') ?? {});
  if (parsed.success) return parsed.data;
  throw new QualityError('quality/broken-baseline', `${path}: ${z.prettifyError(parsed.error)}`);
}

/** The file's text: sorted, one identity a line, so that merges stay small. Undefined when nothing is left to hold. */
export function formatBaseline(baseline: Baseline): string | undefined {
  const filled = Object.entries(baseline).filter(([, known]) => known !== undefined && known.length > 0);
  if (filled.length === 0) return undefined;
  const sorted = filled.map(([check, known]) => [check, (known ?? []).toSorted()]);
  return `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`;
}

/** Where each project's baseline lies, the workspace's own included. */
export function baselinePaths({ projects }: WorkspaceModel): string[] {
  return [...new Set([BASELINE_FILE, ...projects.map(baselinePath)])].toSorted();
}

/** How findings stand to the baselines. */
export interface BaselineComparison {
  /** Not in a baseline: the check fails. */
  readonly fresh: readonly Finding[];
  readonly known: readonly Finding[];
  /** In a baseline, but not found any more: must leave the file. */
  readonly vanished: readonly VanishedFinding[];
}

/** A finding that a baseline holds and that is there no longer. */
export interface VanishedFinding {
  readonly id: string;
  /** The baseline that still holds it. */
  readonly file: string;
  /** 1-based line in that file. */
  readonly line: number;
}

/** Compares by identity, so that one finding cannot take another's place. */
export function compareWithBaseline(
  check: CheckName,
  findings: readonly Finding[],
  workspace: WorkspaceModel,
  projectNames?: ReadonlySet<string>,
): BaselineComparison {
  const isAsked = (name: string) => projectNames === undefined || projectNames.has(name);
  const asked = findings.filter(({ project }) => isAsked(project));
  const byPath = new Map(workspace.projects.map((project) => [baselinePath(project), project.name]));
  const known = new Map<string, string>();
  for (const path of baselinePaths(workspace)) {
    const owner = byPath.get(path);
    if (owner !== undefined && !isAsked(owner)) continue;
    if (owner === undefined && projectNames !== undefined) continue;
    for (const id of readBaseline(workspace.tree, path)[check] ?? []) known.set(id, path);
  }
  const found = new Set(findings.map(({ id }) => id));
  return {
    fresh: asked.filter(({ id }) => !known.has(id)),
    known: asked.filter(({ id }) => known.has(id)),
    vanished: [...known]
      .filter(([id]) => !found.has(id))
      .map(([id, file]) => ({ id, file, line: lineOfId(workspace.tree.read(file) ?? '', id) })),
  };
}

function lineOfId(text: string, id: string): number {
  return (
    Math.max(
      0,
      text.split('\n').findIndex((line) => line.includes(JSON.stringify(id))),
    ) + 1
  );
}
