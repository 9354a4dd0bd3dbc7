import { readFile } from 'node:fs/promises';
import { expect, it } from '@jest/globals';
import { AimConnection, AimRun } from '../../../src/aim/index.ts';
import { describeWithAim } from './describe-with-aim.ts';

const compareKeys = await readFile(new URL('compare-keys.py', import.meta.url), 'utf8');

const STEPS = Array.from({ length: 30 }, (_, step) => step);
const TIMEOUT_MS = 120_000;

await describeWithAim('what is stored', (aim) => {
  it(
    'has the keys and values that Aim’s SDK stores for the same run',
    async () => {
      const connection = await AimConnection.open({ url: aim().url });
      const run = await AimRun.open(connection, { params: { hparams: { lr: 0.1, n: 3 } } });
      await run.track([
        ...STEPS.map((step) => ({ name: 'loss', step, value: 1 / (step + 1), context: { subset: 'train' } })),
        ...STEPS.map((step) => ({ name: 'reward', step, value: step })),
      ]);
      await run.text({ name: 'note', step: 4 }, 'hello');
      await run.close();
      await connection.close();

      const same = { missing: [], extra: [], differ: [] };
      // 256 was counted: four fields a point, the text, and a marker for each array.
      expect(await aim().python(compareKeys, run.hash)).toMatchObject({ meta: same, seqs: { ...same, count: 256 } });
    },
    TIMEOUT_MS,
  );
});
