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
// test's own. Without: the install and what needs minutes (Aim, whose service has a test of its own), and the test runs.
const root = fileURLToPath(new URL('../../../../', import.meta.url));
const page = readFileSync(join(root, 'docs/dev_environment.md'), 'utf8');
const steps = [...page.matchAll(/```sh\n([^`]+)```\n\n```text\n([^`]+)```/g)]
  .map(([, command = '', output = '']) => ({ command: command.trim(), output: output.trim().split('\n') }))
  .filter(({ command }) => !command.includes('aim'));

let home: string;
let port: number;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'cartwheel-page-'));
  await writeOwnSettings(home);
  const settings: unknown = JSON.parse(await readFile(settingsFileIn(home), 'utf8'));
  ({ port } = parseSettings(settings, 'the test').redis);
});
afterAll(async () => {
  await down({ home, settingsFile: settingsFileIn(home), volumes: true });
  await rm(home, { recursive: true });
}, 60_000);

it('has the whole way', () => {
  expect(steps.map(({ command }) => command)).toEqual([
    'npx cartwheel smoke',
    'npx nx up services -- redis',
    'npm run --silent services:up -- redis',
    'npm run --silent services:status -- redis',
    'npx cartwheel smoke --redis redis://127.0.0.1:6379',
    'npx nx down services',
  ]);
});

it.each(steps)(
  '$command',
  async ({ command, output }) => {
    const own = (text: string): string => text.replaceAll('6379', String(port));
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
  120_000,
);

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
