import { join } from 'node:path';
import { z } from 'zod';
import { readKept, writeKept } from './kept-file.ts';
import { projectsFingerprintOf } from './fingerprint.ts';
import { folderOf, nameOf } from './paths.ts';
import { isObject, readJson } from './read-json.ts';
import type { SourceTree } from './source-tree.ts';

/** What is needed of a node of Nx's project graph. */
const nodeSchema = z.object({
  name: z.string(),
  type: z.string(),
  data: z.object({
    root: z.string(),
    projectType: z.string().optional(),
    implicitDependencies: z.array(z.string()).optional(),
    targets: z.record(z.string(), z.unknown()).optional(),
  }),
});
const nodesSchema = z.array(nodeSchema);
export type ProjectNode = z.infer<typeof nodeSchema>;

/**
 * The projects of a workspace. Nx takes two seconds to tell them, and they only change with manifests and configuration: so
 * they are kept under the fingerprint of those.
 */
export async function keptProjects(
  root: string,
  tree: SourceTree,
  askNx: () => Promise<readonly unknown[]>,
): Promise<readonly ProjectNode[]> {
  const path = join(root, 'node_modules/.cache/nx-quality/projects.json');
  const key = projectsFingerprintOf(tree, localPluginRoots(tree));
  const kept = readKept(path, key, nodesSchema);
  if (kept !== undefined) return kept;
  const nodes = nodesSchema.parse(await askNx());
  writeKept(path, key, nodes);
  return nodes;
}

/** Folders of the workspace whose code decides what projects there are: plugins of nx.json by path or by package. */
function localPluginRoots(tree: SourceTree): string[] {
  const plugins = readJson(tree, 'nx.json')?.['plugins'];
  const names = (Array.isArray(plugins) ? plugins : [])
    .map((plugin: unknown) => (isObject(plugin) ? plugin['plugin'] : plugin))
    .filter((name) => typeof name === 'string');
  if (names.length === 0) return [];
  const manifests = tree.paths.filter((path) => nameOf(path) === 'package.json');
  const byPackage = manifests.filter((path) => {
    const name = readJson(tree, path)?.['name'];
    return typeof name === 'string' && names.some((plugin) => plugin === name || plugin.startsWith(`${name}/`));
  });
  const byPath = names.filter((name) => name.startsWith('.')).map((name) => folderOf(name.replace(/^\.\//, '')));
  return [...byPackage.map(folderOf), ...byPath].filter((folder) => folder !== '');
}
