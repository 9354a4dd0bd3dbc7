import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createRunId } from '@cartwheel/experiment-state';
import { describeWithAim } from '../aim/describe-with-aim.ts';
import { startFromSource } from '../start-program.ts';
import { readAimPoints } from '../trackers/read-aim.ts';
import { describeWithMlflow } from '../trackers/describe-with-mlflow.ts';
import { heldByMlflow, readMlflowPoints } from '../trackers/read-mlflow.ts';
import { createEventReader } from '../trackers/read-events.ts';
import { breakRelays } from './faulty-relays.ts';
import { seededRandom } from './seeded-random.ts';

const TIMEOUT_MS = 300_000;
const NOTHING_WRONG = { lost: 0, doubled: 0, wrong: 0 };

let dir = '';
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'cartwheel-faults-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

await describeWithAim('Aim’s server and the relaying process, killed under load (T2, R2)', (aim) => {
  it(
    'has every point once',
    async () => {
      const report = await breakRelays({
        dir,
        start: startFromSource,
        runId: createRunId(),
        tracker: `aim ${aim().url}`,
        server: aim(),
        serverKills: 2,
        writerKills: 2,
        random: seededRandom(2),
        read: (runId) => readAimPoints(aim(), runId),
      });
      expect(report).toMatchObject(NOTHING_WRONG);
      expect(report.points).toBeGreaterThan(100);
    },
    TIMEOUT_MS,
  );
});

await describeWithMlflow('MLflow’s server and the relaying process, killed under load (T2, R2)', (mlflow) => {
  it(
    'has every point once',
    async () => {
      const report = await breakRelays({
        dir,
        start: startFromSource,
        runId: createRunId(),
        tracker: `mlflow ${mlflow().url}`,
        server: mlflow(),
        serverKills: 2,
        writerKills: 2,
        random: seededRandom(3),
        read: (runId) => readMlflowPoints(mlflow(), runId),
        held: heldByMlflow,
      });
      expect(report).toMatchObject(NOTHING_WRONG);
    },
    TIMEOUT_MS,
  );
});

const events = await createEventReader();
const suite = events ? describe : describe.skip;

suite('the process that writes TensorBoard’s files, killed under load (R2)', () => {
  it(
    'leaves every point once',
    async () => {
      const logs = join(dir, 'tensorboard');
      const report = await breakRelays({
        dir,
        start: startFromSource,
        runId: createRunId(),
        tracker: `tensorboard ${logs}`,
        serverKills: 0,
        writerKills: 4,
        random: seededRandom(4),
        read: async (runId) => (await events?.points(join(logs, 'default', runId))) ?? [],
      });
      expect(report).toMatchObject(NOTHING_WRONG);
    },
    TIMEOUT_MS,
  );
});
