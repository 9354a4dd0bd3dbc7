import { execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';

// Each asks Nx, the compiler or Jest, in processes of their own.
jest.setTimeout(300_000);

const repository = fileURLToPath(new URL('../../../../', import.meta.url));
const installed = join(repository, 'node_modules');
const index = 'libs/a/src/index.ts';
let root: string;

beforeAll(() => {
  const tsc = join(installed, '@typescript/compiler/bin/tsc');
  execFileSync(process.execPath, [tsc, '-b', join(repository, 'tools/nx-quality/tsconfig.lib.json')]);
  root = realpathSync(mkdtempSync(join(tmpdir(), 'a workspace ')));
  install();
  write('package.json', { name: 'w', private: true, workspaces: ['libs/*'], devDependencies: { nx: '*' } });
  write('package-lock.json', { lockfileVersion: 3, packages: {} });
  write('nx.json', { neverConnectToCloud: true, analytics: false });
  write('.gitignore', 'node_modules\n.nx\n');
  write('libs/a/package.json', {
    name: '@w/a',
    private: true,
    exports: './src/index.ts',
    nx: { targets: { test: proof } },
  });
  write(index, 'export const dead = 1;\nexport const wanted = 2;\n');
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** A test that needs `wanted`, although no code does. */
const proof = {
  command: `node -e "if (!require('fs').readFileSync('${index}','utf8').includes('wanted')) process.exit(1)"`,
};

/** The tool as it is packed, beside what it depends on. */
function install(): void {
  const source = join(repository, 'tools/nx-quality');
  const target = join(root, 'node_modules/@cartwheel/nx-quality');
  for (const part of ['dist', 'src', 'bin/nx-quality.js', 'package.json', 'generators.json']) {
    cpSync(join(source, part), join(target, part), { recursive: true });
  }
  const { dependencies } = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8')) as { dependencies: object };
  for (const name of ['nx', '@nx', ...Object.keys(dependencies)]) {
    const own = join(source, 'node_modules', name);
    symlinkSync(existsSync(own) ? own : join(installed, name), join(root, 'node_modules', name));
  }
}

function write(path: string, content: string | object): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), typeof content === 'string' ? content : JSON.stringify(content));
}

const read = (path: string): string => readFileSync(join(root, path), 'utf8');

function nx(...args: string[]): { code: number | null; output: string } {
  const env = { ...process.env, NX_DAEMON: 'false', NO_COLOR: '1', CI: 'true', NODE_OPTIONS: '' };
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, 'node_modules/nx/dist/bin/nx.js'), ...args],
    {
      cwd: root,
      env,
      encoding: 'utf8',
    },
  );
  return { code: status, output: stdout + stderr };
}

/** One after another: each goes on with what the one before has left. */
describe('the generators, in a workspace on a path with spaces', () => {
  it('init --dry-run changes nothing', () => {
    const { code, output } = nx('g', '@cartwheel/nx-quality:init', '--dry-run');
    expect(output).toContain('UPDATE nx.json');
    expect(code).toBe(0);
    expect(read('nx.json')).not.toContain('nx-quality');
    expect(existsSync(join(root, 'libs/a/quality-baseline.json'))).toBe(false);
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
    rmSync(join(root, 'libs/a/quality-baseline.json'));
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
