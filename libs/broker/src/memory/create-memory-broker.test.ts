import { describe, expect, it } from '@jest/globals';
import { newRun, publishMany, take } from '../testing/broker-harness.ts';
import { testExperimentBroker } from '../testing/index.ts';
import { createMemoryBroker } from './create-memory-broker.ts';

describe('the memory broker', () => {
  testExperimentBroker(async (options) => {
    let time = 1_750_000_000_000;
    return {
      broker: createMemoryBroker({ ...options, now: () => time }),
      hasFakeClock: true,
      elapse: async (ms) => {
        time += ms;
      },
    };
  });

  it('leaves nothing on the signal of a watch that ended', async () => {
    await using broker = createMemoryBroker();
    const { runId } = await broker.create(newRun());
    const { signal } = new AbortController();
    let listeners = 0;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...args: Parameters<typeof add>) => {
      listeners += 1;
      add(...args);
    };
    signal.removeEventListener = (...args: Parameters<typeof remove>) => {
      listeners -= 1;
      remove(...args);
    };
    await take(broker.watch(runId, { signal }), 1);
    const unknown = take(broker.watch(newRun().runId, { signal }), 1);
    await expect(unknown).rejects.toMatchObject({ code: 'broker/unknown-run' });
    expect(listeners).toBe(0);
  });

  it('does not make writers wait for a watcher that stands still', async () => {
    await using broker = createMemoryBroker({ historyLimit: 100 });
    const state = await broker.create(newRun());
    const watcher = broker.watch(state.runId)[Symbol.asyncIterator]();
    expect((await watcher.next()).value).toMatchObject({ type: 'state', version: 1 });
    await publishMany(broker, state, 1000);
    expect((await watcher.next()).value).toMatchObject({ type: 'snapshot', version: 1001 });
    await watcher.return?.();
  });
});
