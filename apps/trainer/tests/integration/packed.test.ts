import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describeInBrowser } from '@cartwheel/dev-services/browser';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { faultsIn } from '../browser/page-faults.ts';
import { firstLine, IN_TIME } from '../browser/served-runs.ts';
import { startCartwheel } from '../run-cartwheel.ts';

const workspace = fileURLToPath(new URL('../../../..', import.meta.url));
const libraries = readdirSync(join(workspace, 'libs'));
const tsc = join(workspace, 'node_modules/.bin/tsc');
const folder = mkdtempSync(join(tmpdir(), 'cartwheel-packed-'));

const program = `
import { PPO } from '@cartwheel/algorithms';
import { evaluatePolicy, type TrainingCallback } from '@cartwheel/callbacks';
import { makeEnv } from '@cartwheel/envs';

let updates = 0;
const counter: TrainingCallback = {
  onUpdate: ({ statistics }) => {
    if (Number.isFinite(statistics['loss'])) updates += 1;
  },
};

const model = await PPO.create('CartPole-v1', { seed: 1, preset: 'tuned' });
const { timesteps } = await model.learn({ totalTimesteps: 4096, callbacks: [counter] });
const { meanReturn } = await evaluatePolicy(model, makeEnv('CartPole-v1'), { episodes: 5, seed: 7 });
console.log(JSON.stringify({ timesteps, updates, meanReturn }));
`;

function run(command: string, args: string[], cwd = folder): string {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} exited with ${status}:\n${stdout}${stderr}`);
  return stdout;
}

beforeAll(() => {
  run(
    tsc,
    ['-b', ...libraries.map((name) => `libs/${name}/tsconfig.lib.json`), 'apps/trainer/tsconfig.lib.json'],
    workspace,
  );
  run('npx', ['vite', 'build', '--logLevel', 'error'], join(workspace, 'apps/dashboard'));
  const packages = [...libraries.map((name) => `libs/${name}`), 'apps/dashboard', 'apps/trainer'];
  run(
    'npm',
    ['pack', '--silent', '--pack-destination', folder, ...packages.flatMap((path) => ['-w', path])],
    workspace,
  );
  const tarballs = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module', private: true }));
  run('npm', ['install', '--silent', '--no-audit', '--prefer-offline', ...tarballs.map((name) => `./${name}`)]);
  writeFileSync(join(folder, 'program.ts'), program);
}, 600_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('a program on the packed libraries type-checks and trains CartPole', () => {
  const strict = [
    '--strict',
    '--module',
    'nodenext',
    '--target',
    'es2022',
    '--types',
    '',
    '--lib',
    'es2023,dom,esnext.disposable',
  ];
  run(tsc, ['program.ts', ...strict]);
  const result = JSON.parse(run(process.execPath, ['program.js']));
  expect(result).toMatchObject({ timesteps: 4096, updates: 16 });
  expect(result.meanReturn).toBeGreaterThan(20);
});

it('the packed command trains, keeps the run and shows it', () => {
  const train = ['train', '--env', 'CartPole-v1', '--algo', 'ppo', '--steps', '512', '--eval-episodes', '1', '--json'];
  const cartwheel = join(folder, 'node_modules/.bin/cartwheel');
  const finished = JSON.parse(run(cartwheel, train).trim().split('\n').at(-1) ?? '');
  const shown = JSON.parse(run(cartwheel, ['runs', 'show', 'latest', '--json']));
  expect(finished).toMatchObject({ event: 'finished', status: 'finished', timesteps: 512 });
  expect(shown).toMatchObject({ runId: finished.runId, status: 'finished' });
});

describeInBrowser('the packed page', (page) => {
  it('learns CartPole in its worker, served by the installed command', async () => {
    const cartwheel = join(folder, 'node_modules/.bin/cartwheel');
    const out = join(folder, 'shown');
    run(cartwheel, [
      'train',
      '--env',
      'CartPole-v1',
      '--algo',
      'ppo',
      '--steps',
      '512',
      '--eval-episodes',
      '1',
      '--out',
      out,
    ]);
    const server = startCartwheel(['dashboard', '--out', out, '--json'], cartwheel);
    try {
      const faults = faultsIn(page());
      await page().goto(`${String((await firstLine(server))['url'])}learn`);
      await page().getByRole('button', { name: 'Learn', exact: true }).click(IN_TIME);
      await page()
        .getByText(/^It has learned: 1\d\d,\d\d\d steps in/)
        .waitFor({ timeout: 200_000 });
      expect(faults()).toEqual([]);
    } finally {
      server.child.kill('SIGINT');
      await server.finished;
    }
  }, 300_000);
});
