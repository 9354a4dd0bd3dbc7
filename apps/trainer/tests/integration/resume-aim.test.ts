import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { describeWithService } from '@cartwheel/dev-services/jest';
import { argumentsOf } from '../resume/cases.ts';
import { afterSeconds, trainKilled } from '../resume/kill-and-resume.ts';
import { readAim, WHOLE_IN_AIM } from '../resume/relays/read-aim.ts';
import { recordedCurves } from '../resume/relays/relayed-points.ts';

const folder = mkdtempSync(join(tmpdir(), 'cartwheel-resume-aim-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const LONG = 300_000;

describeWithService(
  'a run that is killed and resumed, with Aim',
  'aim',
  (aim) => {
    it(
      'has each point once in Aim, with its value, without being told of it again',
      async () => {
        const out = join(folder, 'out');
        const { killedAt } = await trainKilled({
          train: [...argumentsOf('ppo', 4), '--aim', aim().url],
          out,
          kills: [afterSeconds(1), afterSeconds(1)],
        });
        expect(killedAt).toHaveLength(2);
        const { runId, curves } = await recordedCurves(out);
        const lengths = Object.values(curves).map(({ length }) => length);
        expect(Math.max(...lengths)).toBeGreaterThan(100);
        expect(Math.max(...lengths)).toBeLessThanOrEqual(WHOLE_IN_AIM);
        expect(await readAim(aim().uiUrl ?? '', runId)).toEqual(curves);
      },
      LONG,
    );
  },
  { engine: 'local' },
);
