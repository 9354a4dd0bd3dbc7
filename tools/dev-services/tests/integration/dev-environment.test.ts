import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { down, parseSettings } from '../../src/index.ts';
import { settingsFileIn, writeOwnSettings } from '../../src/jest/own-services.ts';

// The page's commands in its order, each with the output that it promises; `…` stands for anything. Ports and data are the
// test's own. Without: the install and the test runs.
const root = fileURLToPath(new URL('../../../../', import.meta.url));
const page = readFileSync(join(root, 'docs/dev_environment.md'), 'utf8');
const steps = [...page.matchAll(/```sh\n([^`]+)```\n\n```text\n([^`]+)```/g)].map(([, command = '', output = '']) => ({
  command: command.trim(),
  output: output.trim().split('\n'),
}));
/** The first time, Aim's image is made. */
const STEP_TIMEOUT_MS = 600_000;

let home: string;
let ports: [page: string, own: string][];
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'cartwheel-page-'));
  await writeOwnSettings(home);
  const settings: unknown = JSON.parse(await readFile(settingsFileIn(home), 'utf8'));
  const { redis, aim } = parseSettings(settings, 'the test');
  ports = [
    ['6379', String(redis.port)],
    ['53800', String(aim.port)],
    ['43800', String(aim.uiPort)],
  ];
});
afterAll(async () => {
  await down({ home, settingsFile: settingsFileIn(home), volumes: true });
  await rm(home, { recursive: true });
});

it('has the whole way', () => {
  expect(steps.map(({ command }) => command)).toEqual([
    'npx cartwheel smoke',
    'npx nx up services -- redis',
    'npm run --silent services:up -- redis',
    'npm run --silent services:status -- redis',
    'npx cartwheel smoke --redis redis://127.0.0.1:6379',
    'npx nx up services -- aim',
    'npx nx down services',
  ]);
});

it.each(steps)(
  '$command',
  async ({ command, output }) => {
    const own = (text: string): string => ports.reduce((changed, [from, to]) => changed.replaceAll(from, to), text);
    const [program = '', ...args] = own(command).split(' ');
    const { all, exitCode } = await execa(program, args, {
      all: true,
      reject: false,
      cwd: root,
      env: {
        CARTWHEEL_SERVICES_HOME: home,
        CARTWHEEL_SERVICES_SETTINGS: settingsFileIn(home),
        NX_DAEMON: 'false',
        NO_COLOR: '1',
      },
    });
    const lines = all.split('\n').map((line) => line.trim());
    for (const expected of output.map(own)) {
      const pattern = expected.split('…').map(escaped).join('.*');
      expect(lines).toContainEqual(expect.stringMatching(new RegExp(`^${pattern}$`)));
    }
    expect(exitCode).toBe(0);
  },
  STEP_TIMEOUT_MS,
);

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
