import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { createRedisBroker } from '@cartwheel/broker/redis';
import type { TrainingCallback } from '@cartwheel/callbacks';
import { redisAvailable, redisIsRequired } from '@cartwheel/dev-services/jest';
import { startRedisServer } from '@cartwheel/dev-services/redis';
import type { MetricPoint, TrainConfigInput } from '@cartwheel/experiment-state';
import { silentLogger } from '@cartwheel/logging';
import { runTraining } from '@cartwheel/session';
import { openRunStore } from '@cartwheel/tracking';

const out = mkdtempSync(join(tmpdir(), 'cartwheel-faults-'));
afterAll(() => rmSync(out, { recursive: true, force: true }));

const UPDATES = 80;
const STEPS_AN_UPDATE = 128;

// describeWithRedis of @cartwheel/dev-services says in one line where Redis is missing, and how to get it.
const describeWithServers = redisAvailable() || redisIsRequired() ? describe : describe.skip;

const config: TrainConfigInput = {
  env: 'CartPole-v1',
  algo: 'ppo',
  preset: 'default',
  envs: 2,
  steps: UPDATES * STEPS_AN_UPDATE,
  evalEpisodes: 0,
  set: { nSteps: STEPS_AN_UPDATE / 2, batchSize: 64, nEpochs: 1 },
};

/** Record and Redis hold the same points, none of which is missing, and Redis holds the final state. */
async function expectWhole(runId: string, url: string): Promise<void> {
  const store = await openRunStore({ dir: out, readOnly: true });
  const points = await store.points(runId);
  const position = await store.position(runId);
  await store.close();
  const steps = points.filter(({ name }) => name === 'train/loss').map(({ step }) => step);
  const expected = Array.from({ length: UPDATES }, (_, index) => STEPS_AN_UPDATE * (index + 1));
  expect(steps.toSorted((a, b) => a - b)).toEqual(expected);

  await using broker = await createRedisBroker({ url });
  const window = await broker.readPoints(runId);
  expect(window).toMatchObject({ position, complete: true });
  expect(window.points.map(nameOf).toSorted()).toEqual(points.map(nameOf).toSorted());
  const timesteps = UPDATES * STEPS_AN_UPDATE;
  expect(await broker.read(runId)).toMatchObject({ status: 'finished', progress: { timesteps } });
}

function nameOf({ name, step, value }: MetricPoint): string {
  return `${name} ${step} ${value}`;
}

describeWithServers('a training whose Redis is frozen, and then killed (B5)', () => {
  it('goes on, and leaves the current state and a curve without a hole', async () => {
    const options = { appendonly: true, appendfsync: 'always', dir: mkdtempSync(join(out, 'redis-')) } as const;
    let server = await startRedisServer(options);
    const { url, port } = server;
    let updates = 0;
    const faults: TrainingCallback = {
      name: 'faults',
      mode: 'await',
      async onUpdate() {
        updates += 1;
        if (updates === 10) process.kill(server.pid, 'SIGSTOP');
        if (updates === 30) process.kill(server.pid, 'SIGCONT');
        if (updates === 40) await server.stop();
        if (updates === 60) server = await startRedisServer({ ...options, port });
      },
    };
    const { runId, timesteps } = await runTraining({ config, out, redisUrl: url, callbacks: [faults] });
    expect([timesteps, updates]).toEqual([UPDATES * STEPS_AN_UPDATE, UPDATES]);

    await expectWhole(runId, url);
    await server.stop();
  });

  it('goes on where its data are lost, and is there again as a whole: state, lease and curve', async () => {
    let server = await startRedisServer();
    const { url, port } = server;
    let updates = 0;
    const loss: TrainingCallback = {
      name: 'loss',
      mode: 'await',
      async onUpdate() {
        updates += 1;
        if (updates !== 20) return;
        await server.stop();
        server = await startRedisServer({ port });
      },
    };
    const warnings: string[] = [];
    const logger = { ...silentLogger, warn: (message: string) => void warnings.push(message) };
    const { runId } = await runTraining({ config, out, redisUrl: url, callbacks: [loss], logger });
    expect(updates).toBe(UPDATES);
    expect(warnings).toContainEqual(expect.stringContaining('put there again'));

    await expectWhole(runId, url);
    await server.stop();
  });
});
