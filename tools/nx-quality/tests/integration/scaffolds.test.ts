import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { FsTree, flushChanges } from 'nx/src/generators/tree.js';
import { algorithmGenerator } from '../../src/generators/scaffold/algorithm/generator.ts';
import { callbackGenerator } from '../../src/generators/scaffold/callback/generator.ts';
import { environmentGenerator } from '../../src/generators/scaffold/environment/generator.ts';
import { libraryGenerator } from '../../src/generators/scaffold/library/generator.ts';
import { trackerGenerator } from '../../src/generators/scaffold/tracker/generator.ts';

// Each asks Nx, the compiler or Jest, in processes of their own.
jest.setTimeout(300_000);

const repository = fileURLToPath(new URL('../../../../', import.meta.url));
let root: string;
let written: string[] = [];

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
  linkPackages();
  const own = ['libs', 'apps', 'tools'].flatMap((folder) =>
    readdirSync(join(repository, folder)).map((name) => `${folder}/${name}/node_modules`),
  );
  for (const path of own.filter((folder) => existsSync(join(repository, folder))))
    symlinkSync(join(repository, path), join(root, path));
  const tree = new FsTree(root, false);
  const finish = [
    libraryGenerator(tree, { name: 'replay-tools', layer: 1, description: 'Looks into replay buffers.' }),
    environmentGenerator(tree, { name: 'GridWalk' }),
    callbackGenerator(tree, { name: 'update-limit' }),
    algorithmGenerator(tree, { name: 'one-step' }),
    trackerGenerator(tree, { name: 'json-file' }),
  ];
  written = tree.listChanges().map(({ path }) => path);
  flushChanges(root, tree.listChanges());
  for (const callback of finish) void callback();
});
/** What is installed, with the copy's own packages in the place of the repository's. */
function linkPackages(): void {
  const installed = join(repository, 'node_modules');
  mkdirSync(join(root, 'node_modules/@cartwheel'), { recursive: true });
  for (const name of readdirSync(installed).filter((entry) => !['@cartwheel', '.cache'].includes(entry)))
    symlinkSync(join(installed, name), join(root, 'node_modules', name));
  for (const name of readdirSync(join(installed, '@cartwheel'))) {
    const path = relative(repository, realpathSync(join(installed, '@cartwheel', name)));
    symlinkSync(join(root, path), join(root, 'node_modules/@cartwheel', name));
  }
}
afterAll(() => rmSync(root, { recursive: true, force: true }));

const PROJECTS = [
  'libs/replay-tools',
  'libs/envs',
  'libs/callbacks',
  'libs/algorithms',
  'libs/tracking',
  'apps/trainer',
];

/** Tests that count what there is are among those that must still pass. */
const COUNTING = ['libs/algorithms/src/registry.test.ts', 'libs/envs/src/registry.test.ts'];

const sources = () => written.filter((path) => path.endsWith('.ts'));

function run(program: string, ...args: string[]): { code: number | null; output: string } {
  const options = { cwd: root, encoding: 'utf8', env: { ...process.env, NX_DAEMON: 'false', NO_COLOR: '1' } } as const;
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(repository, 'node_modules', program), ...args],
    options,
  );
  return { code: status, output: stdout + stderr };
}

it('write sources, tests and lines of documentation, formatted', () => {
  expect(written).toEqual(
    expect.arrayContaining(['CHANGELOG.md', 'README.md', 'docs/callbacks.md', 'docs/trackers.md']),
  );
  expect(run('oxfmt/bin/oxfmt', '--check', ...written)).toMatchObject({ code: 0 });
});

it('pass the compiler', () => {
  expect(run('@typescript/compiler/bin/tsc', '-b', ...PROJECTS)).toEqual({ code: 0, output: '' });
});

it('pass the linter', () => {
  const { code, output } = run('oxlint/bin/oxlint', '--deny-warnings', ...sources());
  expect([code, output]).toEqual([0, expect.stringContaining('0 errors')]);
});

it('pass their own tests', () => {
  const { code, output } = spawnJest();
  expect([code, output]).toEqual([0, expect.stringContaining(' 0 failed')]);
});

function spawnJest(): { code: number | null; output: string } {
  const args = ['--experimental-vm-modules', join(repository, 'node_modules/jest/bin/jest.js'), '--maxWorkers=1'];
  const tests = [...sources().filter((path) => path.endsWith('.test.ts')), ...COUNTING];
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
    expect(fresh.filter(({ file }) => written.includes(file))).toEqual([]);
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
  ['an algorithm again', () => algorithmGenerator(new FsTree(root, false), { name: 'OneStep' })],
  ['a tracker again', () => trackerGenerator(new FsTree(root, false), { name: 'json-file' })],
])('refuse %s', (_, generate) => {
  expect(generate).toThrow(expect.objectContaining({ code: 'quality/wrong-use' }));
});

it.each([
  ['library', ['--layer', '1', '--description', 'Nothing.'], 'libs/other/src/other.ts'],
  ['environment', [], 'libs/envs/src/other/other.ts'],
  ['callback', [], 'libs/callbacks/src/other/other.ts'],
  ['algorithm', [], 'libs/algorithms/src/other/other.ts'],
  ['tracker', [], 'libs/tracking/src/other/other-tracker.ts'],
])('nx g %s --dry-run only shows what it would write', (name, options, file) => {
  const { code, output } = run(
    'nx/dist/bin/nx.js',
    'g',
    `@cartwheel/nx-quality:${name}`,
    'other',
    ...options,
    '--dry-run',
  );
  expect([code, output]).toEqual([0, expect.stringContaining(`CREATE ${file}`)]);
  expect(output).toContain('UPDATE CHANGELOG.md');
  expect(existsSync(join(root, file))).toBe(false);
});
