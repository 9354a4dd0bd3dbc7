import { expect, it } from '@jest/globals';
import { openRunStore, syncRun } from '../../../src/index.ts';
import { createMlflowTracker } from '../../../src/mlflow/index.ts';
import { everyEntry, metricPoint, RED_PIXEL, runRecord } from '../../../src/testing/records.ts';
import { describeTracker, type DeliveredRun } from '../../../src/testing/index.ts';
import { useTemporaryFolder } from '../../temporary-folder.ts';
import { describeWithMlflow } from './describe-with-mlflow.ts';
import type { MlflowServer } from './mlflow-server.ts';
import { heldByMlflow, readMlflowPoints } from './read-mlflow.ts';

const TIMEOUT_MS = 180_000;

async function delivered(server: MlflowServer, runId: string): Promise<DeliveredRun> {
  const run = await server.find(runId);
  if (!run) throw new Error(`Run ${runId} is not there.`);
  return {
    points: await readMlflowPoints(server, runId),
    texts: await textsOf(server, run),
    active: run.info.status === 'RUNNING',
  };
}

async function textsOf(
  server: MlflowServer,
  run: Parameters<MlflowServer['artifact']>[0],
): Promise<DeliveredRun['texts']> {
  const text = await server.artifact(run, 'texts/note/subset=test/1.txt').then(
    (bytes) => Buffer.from(bytes).toString(),
    () => undefined,
  );
  return text === undefined ? [] : [{ name: 'note', step: 1, text }];
}

const dir = useTemporaryFolder();

await describeWithMlflow('the MLflow tracker', (mlflow) => {
  describeTracker(
    'MLflow',
    () => ({
      tracker: () => createMlflowTracker({ url: mlflow().url }),
      read: (runId) => delivered(mlflow(), runId),
      held: heldByMlflow,
    }),
    { timeoutMs: TIMEOUT_MS },
  );

  it(
    'carries params, tags, times, files, big steps and the end over',
    async () => {
      const store = await openRunStore({ dir: dir() });
      const run = runRecord('e'.repeat(24), {
        tags: ['one'],
        experiment: 'mine',
        hyperparameters: { lr: 1e-3, layers: [64, 64], text: 'x' },
        status: 'failed',
        error: { code: 'x/y', message: 'why', causes: [] },
        updatedAt: 1_700_000_060_000,
        summary: { evalMean: 1.5 },
      });
      await store.createRun(run);
      await store.appendPoints(run.runId, [{ ...metricPoint('m', 1, 0.5), step: 2n ** 53n + 2n }]);
      await store.appendPoints(
        run.runId,
        Array.from({ length: 2500 }, (_, step) => metricPoint('many', step, step / 7)),
      );
      for (const entry of everyEntry()) await store.appendEntry(run.runId, entry);
      const tracker = createMlflowTracker({ url: mlflow().url });
      expect(await syncRun({ store, runId: run.runId, tracker })).toMatchObject({ error: null, pending: 0 });

      const read = await mlflow().find(run.runId);
      if (!read) throw new Error('It is not there.');
      expect(read.info).toMatchObject({
        run_name: 'ppo CartPole-v1 eeeeeeee',
        status: 'FAILED',
        start_time: run.createdAt,
        end_time: run.updatedAt,
      });
      expect(Object.fromEntries(read.data.params.map(({ key, value }) => [key, value]))).toEqual({
        algorithm: 'ppo',
        env: 'CartPole-v1',
        seed: '7',
        lr: '0.001',
        layers: '[64,64]',
        text: 'x',
      });
      expect(read.data.tags).toEqual(
        expect.arrayContaining([
          { key: 'tag.one', value: 'true' },
          { key: 'summary.evalMean', value: '1.5' },
          { key: 'error', value: 'x/y: why' },
        ]),
      );
      expect(await mlflow().history(read, 'm')).toEqual([[2 ** 53 + 2, 0.5, 1_700_000_000_001]]);
      const many = await mlflow().history(read, 'many');
      expect(many.toSorted(([a], [b]) => a - b)).toEqual(
        Array.from({ length: 2500 }, (_, step) => [step, step / 7, 1_700_000_000_000 + step]),
      );
      expect(await mlflow().artifact(read, 'images/frame/subset=test/2.png')).toEqual(RED_PIXEL);

      await store.updateRun(run.runId, { hyperparameters: { lr: 1e-2, layers: [64, 64], text: 'x' } });
      expect(await syncRun({ store, runId: run.runId, tracker })).toMatchObject({ error: null });
      await store.close();
      expect((await mlflow().find(run.runId))?.data.tags).toContainEqual({ key: 'param.lr', value: '0.01' });
    },
    TIMEOUT_MS,
  );
});
