import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { buildTool, createInstalledWorkspace, type InstalledWorkspace } from './installed-workspace.ts';

// Each asks Nx, the compiler or Jest, in processes of their own.
jest.setTimeout(300_000);

const index = 'libs/a/src/index.ts';
let workspace: InstalledWorkspace;

/** A test that needs `wanted`, although no code does. */
const proof = {
  command: `node -e "if (!require('fs').readFileSync('${index}','utf8').includes('wanted')) process.exit(1)"`,
};

beforeAll(() => {
  buildTool();
  workspace = createInstalledWorkspace({
    'package.json': { name: 'w', private: true, workspaces: ['libs/*'], devDependencies: { nx: '*' } },
    'package-lock.json': { lockfileVersion: 3, packages: {} },
    'nx.json': { neverConnectToCloud: true, analytics: false },
    '.gitignore': 'node_modules\n.nx\n',
    'libs/a/package.json': {
      name: '@w/a',
      private: true,
      exports: './src/index.ts',
      nx: { targets: { test: proof } },
    },
    [index]: 'export const dead = 1;\nexport const wanted = 2;\n',
  });
  workspace.install();
});
afterAll(() => workspace.remove());

const nx = (...args: readonly string[]) => workspace.nx(...args);
const read = (path: string) => workspace.read(path);
const write = (path: string, content: string) => workspace.write(path, content);

/** One after another: each goes on with what the one before has left. */
describe('the generators, in a workspace on a path with spaces', () => {
  it('init --dry-run changes nothing', () => {
    const { code, output } = nx('g', '@cartwheel/nx-quality:init', '--dry-run');
    expect(output).toContain('UPDATE nx.json');
    expect(code).toBe(0);
    expect(read('nx.json')).not.toContain('nx-quality');
    expect(existsSync(join(workspace.root, 'libs/a/quality-baseline.json'))).toBe(false);
  });

  it('init registers the plugin and the sync generators, and puts what is dead into a baseline', () => {
    expect(nx('g', '@cartwheel/nx-quality:init').code).toBe(0);
    expect(JSON.parse(read('nx.json'))).toMatchObject({
      plugins: ['@cartwheel/nx-quality/plugin'],
      sync: { globalGenerators: ['@cartwheel/nx-quality:dead-code', '@cartwheel/nx-quality:duplicates'] },
    });
    expect(JSON.parse(read('libs/a/quality-baseline.json'))).toEqual({
      'dead-code': [`unused-export ${index}#dead`, `unused-export ${index}#wanted`],
    });
    expect(nx('sync:check').code).toBe(0);
    expect(nx('g', '@cartwheel/nx-quality:dead-code', '--check').code).toBe(0);
  });

  it('sync:check fails on a baseline that holds what is gone, and sync takes it out', () => {
    write(index, 'export const wanted = 2;\n');
    const { code, output } = nx('sync:check');
    expect(output).toContain('Baselines of dead-code hold findings that are gone.');
    expect(code).not.toBe(0);
    expect(nx('g', '@cartwheel/nx-quality:dead-code', '--baseline', '--dry-run').output).toContain(
      'quality-baseline.json',
    );
    expect(nx('sync').code).toBe(0);
    expect(JSON.parse(read('libs/a/quality-baseline.json'))).toEqual({
      'dead-code': [`unused-export ${index}#wanted`],
    });
  });

  it('--check fails on what is new', () => {
    rmSync(join(workspace.root, 'libs/a/quality-baseline.json'));
    write(index, 'export const dead = 1;\nexport const wanted = 2;\n');
    const { code, output } = nx('g', '@cartwheel/nx-quality:dead-code', '--check');
    expect(output).toContain('Nobody uses dead.');
    expect(code).not.toBe(0);
    expect(nx('g', '@cartwheel/nx-quality:duplicates', '--check').code).toBe(0);
  });

  it('--fix --dry-run only shows, and --fix puts back what a test needs', () => {
    expect(nx('g', '@cartwheel/nx-quality:dead-code', '--fix', '--dry-run').output).toContain(`UPDATE ${index}`);
    expect(read(index)).toBe('export const dead = 1;\nexport const wanted = 2;\n');
    const { output } = nx('g', '@cartwheel/nx-quality:dead-code', '--fix');
    expect(output).toContain('1 mended, 1 put back');
    expect(read(index)).toBe('export const wanted = 2;\n');
  });
});
