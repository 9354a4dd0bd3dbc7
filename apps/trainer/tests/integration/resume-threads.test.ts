import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { argumentsOf } from '../resume/cases.ts';
import { trainKilled, trainWhole } from '../resume/kill-and-resume.ts';
import { linesOf } from '../resume/outcome.ts';

const root = mkdtempSync(join(tmpdir(), 'cartwheel-threads-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const LONG = 300_000;

const afterCheckpoint = (stdout: string): boolean => linesOf(stdout).some(({ event }) => event === 'checkpoint');

it.each([
  ['1', '2'],
  ['2', '1'],
])(
  'a run begun on %s threads that compute networks is killed, and ends on %s as if it had stayed',
  async (begun, ended) => {
    const train = [...argumentsOf('ppo', 0.25), '--threads', begun];
    const whole = await trainWhole(train, join(root, `whole-${begun}`));
    const out = join(root, `killed-${begun}`);
    const { outcome, killedAt } = await trainKilled({
      train,
      out,
      kills: [afterCheckpoint],
      resume: ['--threads', ended],
    });

    expect(killedAt).toHaveLength(1);
    expect(outcome).toEqual(whole.outcome);
  },
  LONG,
);
