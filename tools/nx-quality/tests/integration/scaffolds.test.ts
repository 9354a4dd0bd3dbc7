import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { FsTree, flushChanges } from 'nx/src/generators/tree.js';
import { callbackGenerator } from '../../src/generators/scaffold/callback/generator.ts';
import { environmentGenerator } from '../../src/generators/scaffold/environment/generator.ts';
import { libraryGenerator } from '../../src/generators/scaffold/library/generator.ts';

// Each asks Nx, the compiler or Jest, in processes of their own.
jest.setTimeout(300_000);

const repository = fileURLToPath(new URL('../../../../', import.meta.url));
let root: string;

/** What git knows of the repository and what is not ignored, with the packages beside it. */
beforeAll(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'scaffolds-')));
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: repository,
  });
  const paths = listed
    .toString()
    .split('\0')
    .filter((path) => path !== '');
  for (const path of paths) cpSync(join(repository, path), join(root, path));
  symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'));
  const own = ['libs', 'apps', 'tools'].flatMap((folder) =>
    readdirSync(join(repository, folder)).map((name) => `${folder}/${name}/node_modules`),
  );
  for (const path of own.filter((folder) => existsSync(join(repository, folder))))
    symlinkSync(join(repository, path), join(root, path));
  const tree = new FsTree(root, false);
  libraryGenerator(tree, { name: 'replay-tools', layer: 1, description: 'Looks into replay buffers.' });
  environmentGenerator(tree, { name: 'GridWalk' });
  callbackGenerator(tree, { name: 'update-limit' });
  flushChanges(root, tree.listChanges());
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const FILES = [
  'libs/replay-tools/src/replay-tools.ts',
  'libs/replay-tools/src/replay-tools.test.ts',
  'libs/envs/src/grid-walk/grid-walk.ts',
  'libs/envs/src/grid-walk/grid-walk.test.ts',
  'libs/callbacks/src/update-limit/update-limit.ts',
  'libs/callbacks/src/update-limit/update-limit.test.ts',
];

function run(program: string, ...args: string[]): { code: number | null; output: string } {
  const options = { cwd: root, encoding: 'utf8', env: { ...process.env, NX_DAEMON: 'false', NO_COLOR: '1' } } as const;
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(repository, 'node_modules', program), ...args],
    options,
  );
  return { code: status, output: stdout + stderr };
}

it('are formatted once oxfmt has run, as the hook does', () => {
  expect(run('oxfmt/bin/oxfmt', ...FILES, 'libs/replay-tools', 'CHANGELOG.md', 'tsconfig.json')).toMatchObject({
    code: 0,
  });
  expect(
    run('oxfmt/bin/oxfmt', '--check', 'libs/replay-tools', 'libs/envs/src', 'libs/callbacks/src', 'CHANGELOG.md'),
  ).toMatchObject({ code: 0 });
});

it('pass the compiler', () => {
  const projects = ['replay-tools', 'envs', 'callbacks'].map((name) => `libs/${name}`);
  expect(run('@typescript/compiler/bin/tsc', '-b', ...projects)).toEqual({ code: 0, output: '' });
});

it('pass the linter', () => {
  const { code, output } = run('oxlint/bin/oxlint', '--deny-warnings', ...FILES);
  expect([code, output]).toEqual([0, expect.stringContaining('0 errors')]);
});

it('pass their own tests', () => {
  const { code, output } = spawnJest();
  expect([code, output]).toEqual([0, expect.stringContaining(' 0 failed')]);
});

function spawnJest(): { code: number | null; output: string } {
  const args = ['--experimental-vm-modules', join(repository, 'node_modules/jest/bin/jest.js'), '--maxWorkers=1'];
  const tests = FILES.filter((path) => path.endsWith('.test.ts')).map((path) => dirname(path));
  const { status, stdout, stderr } = spawnSync(process.execPath, [...args, '--testPathPatterns', ...tests], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  return { code: status, output: stdout + stderr };
}

it.each(['dead-code', 'duplicates', 'no-print', 'no-legacy-imports', 'unguarded'])(
  'pass %s',
  (check) => {
    // The copy is a workspace like any other: the checks run from the repository's program.
    const program = join(repository, 'tools/nx-quality/bin/nx-quality.js');
    const { status, stdout, stderr } = spawnSync(process.execPath, [program, check, '--format', 'json'], {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, NX_DAEMON: 'false' },
    });
    expect(stderr).toBe('');
    const { fresh } = JSON.parse(stdout) as { fresh: readonly { file: string }[] };
    expect(fresh.filter(({ file }) => FILES.includes(file) || file.startsWith('libs/replay-tools'))).toEqual([]);
    expect([0, 1]).toContain(status);
  },
  120_000,
);

it.each([
  [
    'a name that is taken',
    () => libraryGenerator(new FsTree(root, false), { name: 'envs', layer: 1, description: '' }),
  ],
  ['a name that is none', () => callbackGenerator(new FsTree(root, false), { name: '../x' })],
  ['a layer that is none', () => libraryGenerator(new FsTree(root, false), { name: 'new', layer: 7, description: '' })],
  ['an environment again', () => environmentGenerator(new FsTree(root, false), { name: 'grid-walk' })],
])('refuse %s', (_, generate) => {
  expect(generate).toThrow(expect.objectContaining({ code: 'quality/wrong-use' }));
});
