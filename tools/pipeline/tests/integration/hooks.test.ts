import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from '@jest/globals';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'cartwheel-hooks-'));
const clone = join(folder, 'clone');

function run(
  program: string,
  args: string[],
  env: Record<string, string> = {},
): { status: number | null; all: string } {
  const { status, stdout, stderr } = spawnSync(program, args, {
    cwd: clone,
    encoding: 'utf8',
    env: { ...process.env, CI: 'false', ...env },
  });
  return { status, all: stdout + stderr };
}

function git(...args: string[]): { status: number | null; all: string } {
  return run('git', ['-c', 'user.name=Test', '-c', 'user.email=test@example.org', ...args]);
}

function installHooks(env: Record<string, string> = {}): void {
  expect(run(process.execPath, ['tools/pipeline/src/install-hooks.js'], env).status).toBe(0);
}

beforeAll(() => {
  spawnSync('git', ['clone', '--quiet', '--shared', root, clone], { stdio: 'inherit' });
  symlinkSync(join(root, 'node_modules'), join(clone, 'node_modules'));
});
afterAll(() => rmSync(folder, { recursive: true }));

it('prepare sets up no hook in CI', () => {
  installHooks({ CI: 'true' });
  expect(run('git', ['hook', 'run', '--ignore-missing', 'pre-commit'])).toEqual({ status: 0, all: '' });
});

it('after prepare a commit is formatted, and its message is checked', () => {
  installHooks();
  const page = join(clone, 'docs', 'new.md');
  writeFileSync(page, '#   A page\n*  a point\n');
  git('add', 'docs/new.md');
  const refused = git('commit', '-m', 'a page');
  expect(refused.all).toContain('Expected "type(scope): what it does"');
  expect(refused.status).not.toBe(0);
  expect(git('commit', '-m', 'docs: add a page')).toMatchObject({ status: 0 });
  expect(readFileSync(page, 'utf8')).toBe('# A page\n\n- a point\n');
});

it('prepare has nothing to do in a worktree, which runs the hooks of its clone', () => {
  installHooks();
  const worktree = join(folder, 'worktree');
  git('worktree', 'add', '--quiet', '--detach', worktree);
  symlinkSync(join(root, 'node_modules'), join(worktree, 'node_modules'));
  const script = join(worktree, 'tools/pipeline/src/install-hooks.js');
  expect(run(process.execPath, [script])).toEqual({ status: 0, all: '' });
  const refused = git('-C', worktree, 'commit', '--allow-empty', '-m', 'nothing');
  expect(refused.all).toContain('Expected "type(scope): what it does"');
});
