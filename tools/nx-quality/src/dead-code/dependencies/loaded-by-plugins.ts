import { dependenciesIn } from '../../workspace/package-manifest.ts';
import { readJson } from '../../workspace/read-json.ts';
import type { SourceTree } from '../../workspace/source-tree.ts';

const NX_PLUGIN = /^@(?:nx|nrwl)\//;

/**
 * Of some packages those that a used Nx plugin loads without depending on them: `@nx/eslint-plugin` requires
 * `eslint-plugin-react`, and leaves it to the workspace to install that.
 */
export function loadedByPlugins(packages: readonly string[], used: readonly string[], tree: SourceTree): string[] {
  if (packages.length === 0 || tree.packageFiles === undefined) return [];
  const loaded = new Set<string>();
  for (const plugin of used.filter((name) => NX_PLUGIN.test(name))) {
    const own = dependenciesIn(readJson(tree, `node_modules/${plugin}/package.json`), 'dependencies');
    const wanted = packages.filter((name) => !own.includes(name)).map((name) => ({ name, loads: loadsOf(name) }));
    if (wanted.length === 0) continue;
    for (const file of tree.packageFiles(plugin)) {
      const text = tree.read(file) ?? '';
      for (const { name, loads } of wanted) if (text.includes(name) && loads.test(text)) loaded.add(name);
    }
  }
  return [...loaded];
}

/** `require('x')`, `require.resolve('x/y')`, `import('x')`, `from 'x'` */
function loadsOf(name: string): RegExp {
  const written = `["'\`]${name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}["'\`/]`;
  return new RegExp(`\\b(?:require|resolve|import)\\(\\s*${written}|\\bfrom\\s*${written}`);
}
