import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { RESUME_CASES } from '../resume/cases.ts';
import { trainKilled, trainWhole } from '../resume/kill-and-resume.ts';
import { randomMoments } from '../resume/random-moments.ts';

const root = mkdtempSync(join(tmpdir(), 'cartwheel-resume-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Of each algorithm. */
const KILLS = 3;
const LONG = 300_000;

describe.each(Object.entries(RESUME_CASES))('a run of %s that is killed again and again', (name, train) => {
  it(
    'ends with the weights and the points of one that never was',
    async () => {
      const whole = await trainWhole(train, join(root, `${name}-whole`));
      const killAfterMs = randomMoments(KILLS, 0.8 * whole.ms, 1);
      const killed = await trainKilled({ train, out: join(root, `${name}-killed`), killAfterMs });

      expect(killed.killedAt.length).toBeGreaterThan(0);
      expect(killed.outcome.weightsHash).toBe(whole.outcome.weightsHash);
      expect(killed.outcome.points).toEqual(whole.outcome.points);
    },
    LONG,
  );
});
