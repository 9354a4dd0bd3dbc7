import { expect, it } from '@jest/globals';
import { createRunId } from '@cartwheel/experiment-state';
import { AimConnection, AimRun } from '../../../src/aim/index.ts';
import { metricPoint } from '../../../src/testing/records.ts';
import { readAimRun, pointsOf } from '../trackers/read-aim.ts';
import { describeWithAim } from './describe-with-aim.ts';

const TIMEOUT_MS = 180_000;

await describeWithAim(
  'an Aim server that serves under a path by itself',
  (aim) => {
    it(
      'gets a run, over a kill and a new start of its own',
      async () => {
        const hash = createRunId();
        const connection = await AimConnection.open({ url: `${aim().url}/` });
        const run = await AimRun.open(connection, { hash, params: { hparams: { lr: 0.5 } } });
        const points = Array.from({ length: 600 }, (_, step) => metricPoint('m', step, step / 3, { subset: 'train' }));
        await run.track(points.slice(0, 300));
        await aim().kill();
        const tracked = run.track(points.slice(300));
        await aim().start();
        await tracked;
        await run.close();
        await connection.close();
        const read = await readAimRun(aim(), hash);
        expect(read.active).toBe(false);
        expect(pointsOf(read).toSorted((a, b) => a.step - b.step)).toEqual(
          points.map(({ name, context, step, value }) => ({ name, context, step, value })),
        );
      },
      TIMEOUT_MS,
    );

    it('is no Aim server without its path', async () => {
      const open = AimConnection.open({ url: aim().url.replace('/trackers/aim', ''), patienceMs: 0 });
      await expect(open).rejects.toMatchObject({ code: 'aim/bad-reply', message: expect.stringContaining('404') });
    });
  },
  { basePath: '/trackers/aim' },
);
