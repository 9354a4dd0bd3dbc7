import { isDeclarationFile, isSourceFile } from '../../module-facts/source-files.ts';
import { folderOf, nameOf } from '../../workspace/paths.ts';
import type { WorkspaceModel } from '../../workspace/workspace-model.ts';

const CONFIG_SOURCE =
  /(?:^|[.-])(?:config|conf|preset|workspace|rc)\.[cm]?[jt]s$|^\.\w+rc\.[cm]?[jt]s$|^(?:gulpfile|gruntfile|karma\.conf|\.pnpmfile)\.[cm]?js$/i;
const CONFIG_DATA = /\.(?:jsonc?|json5|ya?ml|toml|sh)$|rc$|^(?:Dockerfile|Makefile|Procfile|Jenkinsfile)/;
const NOT_CONFIG = /^(?:package-lock|npm-shrinkwrap|pnpm-lock|project|package|quality-baseline)\b.*\.(?:json|yaml)$/;
const CONFIG_FOLDERS = /^(?:\.github|\.husky|\.ci|\.circleci|\.gitlab|\.storybook|\.config|\.vscode|scripts)(?:\/|$)/;
const TEST_TOOLS = /^\.?(?:jest|vitest|vite-?test|playwright|cypress|karma|mocharc|ava|wdio|stryker|nycrc|c8rc)/;

/** The files in which tools are set up: their strings name packages and files. */
export interface ConfigFiles {
  /** TypeScript and JavaScript that a tool loads by its name. */
  readonly sources: readonly string[];
  /** JSON, YAML, scripts: read as text. */
  readonly data: readonly string[];
}

/** Finds configuration at the workspace's root, at each project's root and in the folders that tools keep theirs in. */
export function findConfigFiles({ tree, projects }: WorkspaceModel): ConfigFiles {
  const roots = new Set(['', ...projects.map(({ root }) => root)]);
  const sources: string[] = [];
  const data: string[] = [];
  for (const path of tree.paths) {
    const folder = folderOf(path);
    const name = nameOf(path);
    const inside = [...roots].some((root) => CONFIG_FOLDERS.test(root === '' ? folder : folder.slice(root.length + 1)));
    if (isSourceFile(path)) {
      if (isDeclarationFile(path)) continue;
      if (CONFIG_SOURCE.test(name) ? roots.has(folder) : folder.includes('.storybook')) sources.push(path);
    } else if ((roots.has(folder) && CONFIG_DATA.test(name) && !NOT_CONFIG.test(name)) || inside) data.push(path);
  }
  return { sources, data };
}

/** Whether a configuration file belongs to a test runner. */
export function isTestConfig(path: string): boolean {
  return TEST_TOOLS.test(nameOf(path));
}
