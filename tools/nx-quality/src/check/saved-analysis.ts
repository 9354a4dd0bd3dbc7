import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { Finding } from '../findings/finding.ts';
import { QualityError } from '../quality-error.ts';
import type { SourceTree } from '../workspace/source-tree.ts';
import type { WorkspaceModel } from '../workspace/workspace-model.ts';

/** Findings of a whole workspace, with the projects they belong to: enough for baselines and reports. */
export interface Analysis {
  readonly workspace: WorkspaceModel;
  readonly findings: readonly Finding[];
}

/** An analysis as it lies on disk: one task makes it and each project's task reads it. */
export const savedSchema = z.object({
  projects: z.array(z.object({ name: z.string(), root: z.string() })),
  findings: z.array(z.custom<Finding>((value) => typeof value === 'object' && value !== null && 'id' in value)),
});
export type SavedAnalysis = z.infer<typeof savedSchema>;

export function toSaved({ workspace: { projects }, findings }: Analysis): SavedAnalysis {
  return { projects: projects.map(({ name, root }) => ({ name, root })), findings: [...findings] };
}

export function fromSaved({ projects, findings }: SavedAnalysis, tree: SourceTree): Analysis {
  const models = projects.map((project) => ({ ...project, manifest: undefined, targets: {}, isApplication: false }));
  return { workspace: { tree, projects: models, rootManifest: undefined }, findings };
}

export function saveAnalysis(path: string, analysis: Analysis): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, JSON.stringify(toSaved(analysis)));
}

/**
 * Reads an analysis back. Its workspace reads files when asked, without listing the disk or asking Nx.
 *
 * @throws QualityError `quality/wrong-use` when there is none.
 */
export function loadAnalysis(path: string, root: string): Analysis {
  const tree: SourceTree = {
    paths: [],
    has: (file: string) => existsSync(join(root, file)),
    read: (file: string) => (existsSync(join(root, file)) ? readFileSync(join(root, file), 'utf8') : undefined),
  };
  return fromSaved(readSaved(path), tree);
}

function readSaved(path: string): SavedAnalysis {
  try {
    return savedSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    const message = `Expected an analysis in ${path}; write it by \`--save ${path}\` first.`;
    throw new QualityError('quality/wrong-use', message, { cause: error });
  }
}
