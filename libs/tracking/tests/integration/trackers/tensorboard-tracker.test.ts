import { appendFile, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openRunStore, syncRun } from '../../../src/index.ts';
import { createTensorBoardTracker } from '../../../src/tensorboard/index.ts';
import { everyEntry, metricPoint, RED_PIXEL, runRecord } from '../../../src/testing/records.ts';
import { describeTracker, type DeliveredRun } from '../../../src/testing/index.ts';
import { useTemporaryFolder } from '../../temporary-folder.ts';
import { createEventReader, type ReadEvent } from './read-events.ts';

const TIMEOUT_MS = 120_000;
const reader = await createEventReader();
const suite = reader ? describe : describe.skip;

let dir = '';
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'cartwheel-tensorboard-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

async function readEvents(runId: string, experiment = 'default'): Promise<ReadEvent[]> {
  return (await reader?.read(join(dir, experiment, runId))) ?? [];
}

async function delivered(runId: string): Promise<DeliveredRun> {
  const notes = (await readEvents(runId)).filter(({ plugin, tag }) => plugin === 'text' && tag.startsWith('note'));
  return {
    points: (await reader?.points(join(dir, 'default', runId))) ?? [],
    texts: notes.map(({ step, value }) => ({ name: 'note', step, text: String(value) })),
  };
}

const folder = useTemporaryFolder();

suite('the TensorBoard tracker', () => {
  describeTracker('TensorBoard', () => ({ tracker: () => createTensorBoardTracker({ dir }), read: delivered }), {
    timeoutMs: TIMEOUT_MS,
  });

  it(
    'writes hyperparameters, pictures, histograms, times and the end; what lies behind the cursor is cut off',
    async () => {
      const store = await openRunStore({ dir: folder() });
      const run = runRecord('abc', {
        experiment: 'mine',
        hyperparameters: { lr: 0.1, text: 'x', on: true, net: [64] },
      });
      await store.createRun(run);
      await store.appendPoints('abc', [metricPoint('m', 3, 0.1)]);
      for (const entry of everyEntry()) await store.appendEntry('abc', entry);
      const sync = () => syncRun({ store, runId: 'abc', tracker: createTensorBoardTracker({ dir }) });
      await sync();
      const [file] = await readdir(join(dir, 'mine', 'abc'));
      await appendFile(join(dir, 'mine', 'abc', file), 'half a record, of a process that was killed');
      await store.updateRun('abc', { status: 'finished' });
      await store.appendPoints('abc', [metricPoint('m', 4, 0.2)]);
      expect(await sync()).toMatchObject({ error: null, pending: 0 });
      await store.close();

      const read = await readEvents('abc', 'mine');
      const valuesOf = (name: string): unknown[] => read.filter(({ tag }) => tag === name).map(({ value }) => value);
      expect(read.filter(({ tag }) => tag === 'm').map(({ step, time }) => [step, time])).toEqual([
        [3, 1_700_000_000.003],
        [4, 1_700_000_000.004],
      ]);
      expect(valuesOf('_hparams_/session_start_info')[0]).toMatchObject({
        hparams: { algorithm: 'ppo', env: 'CartPole-v1', seed: 7, lr: 0.1, text: 'x', on: true, net: '[64]' },
        name: 'abc',
        start: 1_700_000_000,
      });
      expect(valuesOf('_hparams_/session_end_info').at(-1)).toMatchObject({ status: 1 });
      expect(valuesOf('frame (subset=test)')).toEqual([['1', '1', [...RED_PIXEL]]]);
      expect(valuesOf('weights (subset=test)')).toEqual([
        [
          [-0, -0, 1],
          [-0, 0.5, 0],
          [0.5, 1, 7],
        ],
      ]);
      expect(valuesOf('policy (subset=test)')[0]).toContain('ab'.repeat(32));
    },
    TIMEOUT_MS,
  );
});
