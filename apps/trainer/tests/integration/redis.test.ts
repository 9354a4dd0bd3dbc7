import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { createRedisBroker } from '@cartwheel/broker/redis';
import { describeWithRedis } from '@cartwheel/dev-services/jest';
import type { ExperimentState } from '@cartwheel/experiment-state';
import { cartwheel, jsonLines, startCartwheel } from '../run-cartwheel.ts';

const out = mkdtempSync(join(tmpdir(), 'cartwheel-redis-'));
afterAll(() => rmSync(out, { recursive: true, force: true }));

/** Some seconds: the state is published ten times a second at most. */
const steps = 40_960;
const train = ['train', '--env', 'CartPole-v1', '--algo', 'ppo', '--steps', `${steps}`, '--json', '--out', out];

describeWithRedis('cartwheel --redis', (redis) => {
  it('proves itself in 20 steps', async () => {
    const { code, stdout } = await cartwheel('smoke', '--redis', redis().url);
    expect(stdout).toContain('counters in the broker advance: timesteps 0 → 10 → 20');
    expect(code).toBe(0);
  });

  it('lets another process watch the state of a run while it goes on', async () => {
    await using broker = await createRedisBroker({ url: redis().url });
    const { child, finished } = startCartwheel([...train, '--redis', redis().url]);
    const runId = await new Promise<string>((resolve) => {
      child.stdout?.once('data', (text: string) => resolve(String(jsonLines(text)[0]?.['runId'])));
    });
    const seen: ExperimentState[] = [];
    for await (const event of broker.watch(runId)) {
      if (event.type !== 'state' && event.type !== 'snapshot') continue;
      seen.push(event.state);
      if (event.state.status === 'finished') break;
    }
    const { code, stdout } = await finished;
    const counters = seen.map(({ progress }) => progress.timesteps);

    expect(code).toBe(0);
    expect(new Set(seen.map(({ status }) => status))).toEqual(new Set(['created', 'running', 'stopping', 'finished']));
    expect(counters).toEqual(counters.toSorted((a, b) => a - b));
    expect(new Set(counters).size).toBeGreaterThan(5);
    expect(seen.at(-1)?.checkpoints.at(-1)?.weightsHash).toBe(jsonLines(stdout).at(-1)?.['weightsHash']);
    expect(await broker.read(runId)).toEqual(seen.at(-1));
  });

  it('takes runs that ended out of Redis, and leaves the others and the record alone', async () => {
    await using broker = await createRedisBroker({ url: redis().url });
    const before = await broker.list();
    const ended = before.filter(({ status }) => status === 'finished');
    expect(ended.length).toBeGreaterThan(0);
    const { runId: running } = await broker.create({ ...ended[0], runId: 'f'.repeat(24), status: 'running' });

    const prune = ['runs', 'prune', '--json', '--redis', redis().url, '--older-than'];
    expect(jsonLines((await cartwheel(...prune, '1h')).stdout)).toEqual([]);
    const dry = await cartwheel(...prune, '0s', '--dry-run');
    expect(jsonLines(dry.stdout).map(({ runId }) => runId)).toEqual(ended.map(({ runId }) => runId));
    expect(await broker.list()).toHaveLength(before.length + 1);

    const { code, stdout } = await cartwheel(...prune, '0s');
    expect(code).toBe(0);
    expect(jsonLines(stdout)).toMatchObject(ended.map(({ runId }) => ({ event: 'pruned', runId })));
    expect((await broker.list()).map(({ runId }) => runId)).toEqual([running]);
    const recorded = await cartwheel('runs', 'list', '--json', '--out', out);
    expect(jsonLines(recorded.stdout)).toHaveLength(1);
  });

  it('says what prune needs', async () => {
    const { code, stderr } = await cartwheel('runs', 'prune');
    expect(code).toBe(2);
    expect(stderr).toContain('--redis');
  });
});
