import { startRedisServer } from '@cartwheel/dev-services/redis';
import { Redis } from 'ioredis';
import type { ExperimentState } from '@cartwheel/experiment-state';
import { createRedisBroker } from '../../../../src/redis/index.ts';
import { newRun, withTimesteps } from '../../../../src/testing/broker-harness.ts';
import { count, defineScenario } from '../fault-scenario.ts';

export const fullMemory = defineScenario<{ refusals: number }>({
  promise: 'B1',
  title: 'Redis with its memory full',
  long: { refusals: 2_000 },
  short: { refusals: 200 },
  async run({ refusals: wanted }, { note }) {
    await using server = await startRedisServer({ args: ['--maxmemory', '8mb'] });
    await using broker = await createRedisBroker({ url: server.url });
    const states: ExperimentState[] = [];
    const codes: Record<string, number> = {};
    let [refusals, acknowledged] = [0, 0];
    const refuse = (error: unknown): void => {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'untyped';
      codes[code] = (codes[code] ?? 0) + 1;
      refusals += 1;
    };
    const isEnough = (): boolean => refusals >= wanted;
    while (!isEnough()) {
      try {
        states.push(await broker.create(newRun({ tags: ['x'.repeat(500)] })));
      } catch (error) {
        refuse(error);
      }
      const last = states.at(-1);
      if (last === undefined) continue;
      try {
        const next = withTimesteps(last, last.progress.timesteps + 1);
        const result = await broker.publish(next, { expectedVersion: last.version });
        if (result.status !== 'accepted') throw new Error(`Expected accepted, received ${result.status}.`);
        states[states.length - 1] = { ...next, version: result.version };
        acknowledged += 1;
      } catch (error) {
        refuse(error);
      }
    }
    note({ op: 'full', codes, acknowledged });
    let lost = 0;
    for (const state of states) {
      const stands = await broker.read(state.runId);
      if (stands?.version !== state.version || stands.progress.timesteps !== state.progress.timesteps) lost += 1;
    }
    const admin = new Redis(server.url);
    await admin.config('SET', 'maxmemory', '0');
    admin.disconnect();
    const works = await broker.create(newRun()).then(
      () => 'yes',
      () => 'no',
    );
    return {
      load: `${count(states.length)} runs and ${count(acknowledged)} updates acknowledged, ${count(refusals)} calls refused`,
      figures: [
        {
          what: 'refusals without the code broker/refused',
          value: refusals - (codes['broker/refused'] ?? 0),
          limit: 0,
        },
        { what: 'acknowledged documents lost', value: lost, limit: 0 },
        { what: 'works on once there is memory', value: works },
      ],
    };
  },
});
