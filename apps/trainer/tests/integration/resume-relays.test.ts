import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { describeWithRedis, describeWithService } from '@cartwheel/dev-services/jest';
import { argumentsOf } from '../resume/cases.ts';
import { afterSeconds, trainKilled } from '../resume/kill-and-resume.ts';
import { readMlflow } from '../resume/relays/read-mlflow.ts';
import { readTensorBoard } from '../resume/relays/read-tensorboard.ts';
import { recordedSteps } from '../resume/relays/relayed-points.ts';

const folder = mkdtempSync(join(tmpdir(), 'cartwheel-relays-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const LONG = 300_000;

describeWithRedis('a run that is killed and resumed', (redis) => {
  describeWithService(
    'with MLflow, TensorBoard and Redis',
    'mlflow',
    (mlflow) => {
      it(
        'goes on at once, and has each point once in every tracker, without being told of them again',
        async () => {
          // The writer's lease lasts an hour: only whoever sees that its process has ended can go on.
          const lasting = ['--redis', redis().url, '--lease-seconds', '3600'];
          const [out, logs] = [join(folder, 'out'), join(folder, 'logs')];
          const { killedAt } = await trainKilled({
            train: [...argumentsOf('ppo', 4), ...lasting, '--mlflow', mlflow().url, '--tensorboard', logs],
            out,
            resume: lasting,
            kills: [afterSeconds(1), afterSeconds(1)],
          });
          expect(killedAt).toHaveLength(2);
          const { runId, steps, trackers } = await recordedSteps(out);

          expect(trackers).toEqual([`mlflow ${mlflow().url}`, `tensorboard ${logs}`]);
          expect(Object.keys(steps).length).toBeGreaterThan(10);
          expect(readTensorBoard(logs)).toEqual(steps);
          expect(await readMlflow(mlflow().url, runId)).toEqual({ status: 'FINISHED', steps });
        },
        LONG,
      );
    },
    { engine: 'local' },
  );
});
