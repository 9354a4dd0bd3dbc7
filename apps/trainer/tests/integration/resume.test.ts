import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { createGenerator } from '@cartwheel/random';
import { argumentsOf, RESUME_CASES } from '../resume/cases.ts';
import { trainKilled, trainWhole, type KilledRun } from '../resume/kill-and-resume.ts';

const root = mkdtempSync(join(tmpdir(), 'cartwheel-resume-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const LONG = 300_000;

/**
 * Twice, at random moments: ten times over five algorithms; `npm run test:resume` kills each fifty times. Anew with others where the run, on a machine that is idle by now, ended before a moment
 * came.
 */
async function trainKilledTwice(name: string, train: readonly string[], wholeMs: number): Promise<KilledRun> {
  const random = createGenerator(1);
  for (let attempt = 0; ; attempt++) {
    const kills = [random.uniform(0, 0.6 * wholeMs), random.uniform(0, 0.3 * wholeMs)];
    const killed = await trainKilled({ train, out: join(root, `${name}-${attempt}`), kills });
    if (killed.killedAt.length === kills.length || attempt === 4) return killed;
  }
}

describe.each(RESUME_CASES)('a run of %s that is killed again and again', (name) => {
  it(
    'ends with the weights and the points of one that never was',
    async () => {
      const train = argumentsOf(name);
      const whole = await trainWhole(train, join(root, `${name}-whole`));
      const { killedAt, outcome } = await trainKilledTwice(name, train, whole.ms);

      expect(killedAt).toHaveLength(2);
      expect(outcome).toEqual(whole.outcome);
    },
    LONG,
  );
});
