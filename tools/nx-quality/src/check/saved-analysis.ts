import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { Finding } from '../findings/finding.ts';
import { QualityError } from '../quality-error.ts';
import type { WorkspaceModel } from '../workspace/workspace-model.ts';

/** An analysis that one task makes and each project's task reads. */
const savedSchema = z.object({
  projects: z.array(z.object({ name: z.string(), root: z.string() })),
  findings: z.array(z.custom<Finding>((value) => typeof value === 'object' && value !== null && 'id' in value)),
});
type SavedAnalysis = z.infer<typeof savedSchema>;

export function saveAnalysis(path: string, { projects }: WorkspaceModel, findings: readonly Finding[]): void {
  const saved: SavedAnalysis = {
    projects: projects.map(({ name, root }) => ({ name, root })),
    findings: [...findings],
  };
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, JSON.stringify(saved));
}

/**
 * Reads an analysis back, with a workspace that knows its projects and reads files when asked: enough for baselines and
 * reports, without listing the disk or asking Nx.
 *
 * @throws QualityError `quality/wrong-use` when there is none.
 */
export function loadAnalysis(path: string, root: string): { workspace: WorkspaceModel; findings: readonly Finding[] } {
  const { projects, findings } = readSaved(path);
  const tree = {
    paths: [],
    has: (file: string) => existsSync(join(root, file)),
    read: (file: string) => (existsSync(join(root, file)) ? readFileSync(join(root, file), 'utf8') : undefined),
  };
  const models = projects.map((project) => ({ ...project, manifest: undefined, targets: {}, isApplication: false }));
  return { workspace: { tree, projects: models, rootManifest: undefined }, findings };
}

function readSaved(path: string): SavedAnalysis {
  try {
    return savedSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    const message = `Expected an analysis in ${path}; write it by \`--save ${path}\` first.`;
    throw new QualityError('quality/wrong-use', message, { cause: error });
  }
}
