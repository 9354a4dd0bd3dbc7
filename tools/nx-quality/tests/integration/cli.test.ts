import { execFileSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { buildTool, createInstalledWorkspace, type InstalledWorkspace } from './installed-workspace.ts';

// Each asks Nx in a process of its own.
jest.setTimeout(120_000);

const copied = `export function copied(x: number) {
  const a = x * 31 + 7;
  const b = Math.max(a, 12) % 5;
  const c = [a, b].map((value) => value * 2).filter((value) => value > 3);
  const d = c.reduce((sum, value) => sum + value, 0);
  return { a, b, c, d, e: a + b + d, f: a * b * d, g: c.length };
}
`;
const files = {
  'package.json': { name: 'w', private: true, workspaces: ['libs/*'], devDependencies: { nx: '*' } },
  'package-lock.json': { lockfileVersion: 3, packages: {} },
  'nx.json': { neverConnectToCloud: true, analytics: false },
  '.gitignore': 'node_modules\n.nx\n',
  'libs/a/package.json': { name: '@w/a', private: true, exports: './dist/index.js', dependencies: { '@w/b': '*' } },
  'libs/a/tsconfig.json': { compilerOptions: { outDir: './dist', rootDir: './src' } },
  'libs/a/src/index.ts': `import { used } from '@w/b';\nused();\n${copied}`,
  'libs/b/package.json': { name: '@w/b', private: true, exports: './dist/index.js' },
  'libs/b/tsconfig.json': { compilerOptions: { outDir: './dist', rootDir: './src' } },
  'libs/b/src/index.ts': `export const used = () => 1;\nexport const unused = 2;\n${copied}`,
};

let workspace: InstalledWorkspace;
beforeAll(() => {
  buildTool();
  workspace = createInstalledWorkspace(files);
  workspace.install();
});
afterAll(() => workspace.remove());

/** Without what an earlier run has kept. */
function findings(check: string, env: Readonly<Record<string, string>> = {}): unknown {
  rmSync(join(workspace.root, 'node_modules/.cache'), { recursive: true, force: true });
  rmSync(join(workspace.root, '.nx'), { recursive: true, force: true });
  const { code, output } = workspace.quality([check, '--format', 'json'], env);
  expect(code).toBe(1);
  return JSON.parse(output);
}

describe('findings on a path with spaces', () => {
  it('are all there', () => {
    expect(findings('dead-code')).toMatchObject({
      fresh: [
        { id: 'unused-export libs/a/src/index.ts#copied' },
        { id: 'unused-export libs/b/src/index.ts#unused' },
        { id: 'unused-export libs/b/src/index.ts#copied' },
      ],
    });
    expect(findings('duplicates')).toMatchObject({ fresh: [{ related: [{ file: 'libs/b/src/index.ts' }] }] });
  });

  it.each(['dead-code', 'duplicates'])('are the same once everything is built, ignored by git or not: %s', (check) => {
    const before = findings(check);
    for (const name of ['a', 'b']) {
      workspace.write(`libs/${name}/dist/index.js`, `export function copied() {}\nexport const built = 1;\n${copied}`);
      workspace.write(`libs/${name}/dist/index.d.ts`, 'export declare const built: number;\n');
    }
    expect(findings(check)).toEqual(before);
    workspace.write('.gitignore', 'node_modules\n.nx\ndist\n');
    expect(findings(check)).toEqual(before);
  });

  it("are the same with Nx's daemon", () => {
    const without = findings('dead-code');
    try {
      expect(findings('dead-code', { NX_DAEMON: 'true', CI: 'false' })).toEqual(without);
      expect(existsSync(join(workspace.root, '.nx/workspace-data/d/daemon.log'))).toBe(true);
    } finally {
      expect(workspace.nx('daemon', '--stop').code).toBe(0);
    }
  });
});

describe('exit codes', () => {
  const undo = Object.entries(files);
  const restore = () => undo.forEach(([path, content]) => workspace.write(path, content));

  it.each([
    ['a file that does not parse', 'libs/a/src/index.ts', 'export const = 1;', 'libs/a/src/index.ts:1'],
    ['a broken tsconfig', 'libs/a/tsconfig.json', '{ "extends": "../gone.json" }', '../gone.json'],
    ['a broken baseline', 'libs/a/quality-baseline.json', '{ "dead": [] }', 'libs/a/quality-baseline.json'],
  ])('2 for %s, which is named', (_, path, text, named) => {
    workspace.write(path, text);
    const { code, output } = workspace.quality(['dead-code']);
    expect([code, output]).toEqual([2, expect.stringContaining(named)]);
    rmSync(join(workspace.root, path));
    restore();
  });

  it('2 for a jscpd that is missing, which is named', () => {
    const jscpd = join(workspace.root, 'node_modules/jscpd');
    rmSync(jscpd);
    rmSync(join(workspace.root, 'node_modules/.cache'), { recursive: true, force: true });
    const { code, output } = workspace.quality(['duplicates']);
    expect([code, output]).toEqual([2, expect.stringContaining('npm install --save-dev jscpd')]);
    workspace.remove();
    workspace = createInstalledWorkspace(files);
    workspace.install();
  });

  it('0 once every finding is known, 1 once one of them has gone or has been swapped for another', () => {
    expect(workspace.quality(['dead-code', '--baseline', '--accept']).code).toBe(0);
    expect(workspace.quality(['dead-code']).code).toBe(0);
    workspace.write('libs/b/src/index.ts', `export const used = () => 1;\nexport const other = 2;\n${copied}`);
    const swapped = workspace.quality(['dead-code']);
    expect(swapped.output).toContain('1 new, 2 in the baseline, 1 gone');
    expect(swapped.output).toContain('Take them out: nx g @cartwheel/nx-quality:dead-code --baseline');
    expect(swapped.code).toBe(1);
    workspace.write('libs/b/src/index.ts', `export const used = () => 1;\n${copied}`);
    expect(workspace.quality(['dead-code']).code).toBe(1);
    expect(workspace.quality(['dead-code', '--baseline']).code).toBe(0);
    restore();
  });
});

it('--affected reports what changed and what it depends on', () => {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: workspace.root });
  git('init', '--quiet', '--initial-branch=main');
  git('add', '.');
  git('-c', 'user.name=Test', '-c', 'user.email=test@example.org', 'commit', '--quiet', '-m', 'all');
  const ids = () => {
    const { output } = workspace.quality(['dead-code', '--affected', '--format', 'json']);
    return (JSON.parse(output) as { fresh: { id: string }[] }).fresh.map(({ id }) => id);
  };
  expect(ids()).toEqual([]);
  workspace.write('libs/a/src/index.ts', copied.replace('export ', ''));
  expect(ids()).toEqual(
    expect.arrayContaining(['unused-dependency libs/a/package.json#@w/b', 'unused-export libs/b/src/index.ts#used']),
  );
});
