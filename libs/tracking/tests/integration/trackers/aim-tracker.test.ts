import { expect, it } from '@jest/globals';
import { createAimTracker } from '../../../src/aim/index.ts';
import { openRunStore, syncRun } from '../../../src/index.ts';
import { everyEntry, metricPoint, runRecord } from '../../../src/testing/records.ts';
import { describeTracker, type DeliveredRun } from '../../../src/testing/index.ts';
import { useTemporaryFolder } from '../../temporary-folder.ts';
import type { AimServer } from '../aim/aim-server.ts';
import { describeWithAim } from '../aim/describe-with-aim.ts';
import { pointsOf, readAimRun } from './read-aim.ts';

const TIMEOUT_MS = 180_000;

async function delivered(server: AimServer, runId: string): Promise<DeliveredRun> {
  const run = await readAimRun(server, runId);
  const notes = run.sequences.filter(({ name }) => name === 'note');
  return {
    active: run.active,
    points: pointsOf(run),
    texts: notes.flatMap(({ name, rows }) =>
      rows.map(([step, text]) => ({ name, step: Number(step), text: String(text) })),
    ),
  };
}

const dir = useTemporaryFolder();

await describeWithAim('the Aim tracker', (aim) => {
  describeTracker(
    'Aim',
    () => ({ tracker: () => createAimTracker({ url: aim().url }), read: (runId) => delivered(aim(), runId) }),
    { timeoutMs: TIMEOUT_MS },
  );

  it(
    'carries params, tags, pictures, times and the end over',
    async () => {
      const store = await openRunStore({ dir: dir() });
      const run = runRecord('f'.repeat(24), {
        tags: ['one', 'two'],
        experiment: 'mine',
        hyperparameters: { lr: 1e-3, layers: [64, 64], none: null },
        status: 'failed',
        error: { code: 'x/y', message: 'why', causes: [] },
        updatedAt: 1_700_000_060_000,
      });
      await store.createRun(run);
      await store.appendPoints(run.runId, [metricPoint('m', 1, 0.5)]);
      for (const entry of everyEntry()) await store.appendEntry(run.runId, entry);
      const tracker = createAimTracker({ url: aim().url });
      expect(await syncRun({ store, runId: run.runId, tracker })).toMatchObject({ error: null, pending: 0 });
      await store.close();

      const read = await readAimRun(aim(), run.runId);
      expect(read).toMatchObject({
        active: false,
        end: 1_700_000_060,
        created: 1_700_000_000,
        experiment: 'mine',
        name: 'ppo CartPole-v1 ffffffff',
        tags: ['one', 'two'],
        hparams: { lr: 1e-3, layers: [64, 64], none: null },
      });
      const rowsOf = (name: string): unknown[][] | undefined => read.sequences.find((each) => each.name === name)?.rows;
      expect(rowsOf('m')).toEqual([[1, '0x1.0000000000000p-1', 1_700_000_000.001]]);
      expect(rowsOf('frame')).toEqual([[2, 'red', [255, 0, 0]]]);
      expect(rowsOf('figure')).toEqual([[3, { data: [{ x: [1], y: [0] }], layout: {} }]]);
      expect(rowsOf('policy')).toEqual([[5, expect.stringContaining('ab'.repeat(32))]]);
    },
    TIMEOUT_MS,
  );
});
