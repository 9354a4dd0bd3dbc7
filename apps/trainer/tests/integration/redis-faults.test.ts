import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { createRedisBroker } from '@cartwheel/broker/redis';
import type { TrainingCallback } from '@cartwheel/callbacks';
import { redisAvailable, redisIsRequired } from '@cartwheel/dev-services/jest';
import { startRedisServer } from '@cartwheel/dev-services/redis';
import { runTraining } from '@cartwheel/session';
import { openRunStore } from '@cartwheel/tracking';

const out = mkdtempSync(join(tmpdir(), 'cartwheel-faults-'));
afterAll(() => rmSync(out, { recursive: true, force: true }));

const UPDATES = 80;
const STEPS_AN_UPDATE = 128;

// describeWithRedis of @cartwheel/dev-services says in one line where Redis is missing, and how to get it.
const describeWithServers = redisAvailable() || redisIsRequired() ? describe : describe.skip;

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
    const config = {
      env: 'CartPole-v1',
      algo: 'ppo',
      preset: 'default',
      envs: 2,
      steps: UPDATES * STEPS_AN_UPDATE,
      evalEpisodes: 0,
      set: { nSteps: STEPS_AN_UPDATE / 2, batchSize: 64, nEpochs: 1 },
    } as const;
    const { runId, timesteps } = await runTraining({ config, out, redisUrl: url, callbacks: [faults] });
    expect([timesteps, updates]).toEqual([UPDATES * STEPS_AN_UPDATE, UPDATES]);

    const store = await openRunStore({ dir: out, readOnly: true });
    const recorded = (await store.points(runId)).map(({ name, step, value }) => `${name} ${step} ${value}`);
    const position = await store.position(runId);
    await store.close();
    await using broker = await createRedisBroker({ url });
    const window = await broker.readPoints(runId);
    expect(window).toMatchObject({ position, complete: true });
    const inWindow = window.points.map(({ name, step, value }) => `${name} ${step} ${value}`);
    expect(inWindow.toSorted()).toEqual(recorded.toSorted());
    expect(await broker.read(runId)).toMatchObject({ status: 'finished', progress: { timesteps } });
    await server.stop();
  }, 120_000);
});
