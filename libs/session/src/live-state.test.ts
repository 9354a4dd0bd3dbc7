import { createErrorSink, createScope } from '@cartwheel/async-guard';
import { BrokerError, createMemoryBroker, type ExperimentBroker } from '@cartwheel/broker';
import { createExperimentState } from '@cartwheel/experiment-state';
import { describe, expect, it } from '@jest/globals';
import { createLiveState } from './live-state.ts';
import { takeLease } from './run-lease.ts';

const host = { hostname: 'h', pid: 1, platform: 'linux', runtime: 'node', engine: 'js/scalar' };
const RUN = { algorithm: 'ppo', env: 'e', seed: 0, totalTimesteps: 10, host };
const openScope = () => createScope({ name: 'test', sink: createErrorSink(() => undefined) });

describe('the live state of a run', () => {
  it('is there again, with its epoch, after the broker lost the run', async () => {
    await using broker = createMemoryBroker();
    await using scope = openScope();
    const initial = await broker.create(createExperimentState(RUN));
    const { runId } = initial;
    const lease = await takeLease(broker, runId, { owner: 'writer', scope });
    const restored: string[] = [];
    const live = createLiveState({
      broker,
      lease,
      initial: { ...initial, writerEpoch: lease.epoch },
      scope,
      now: () => 5,
      onRestored: ({ code }) => restored.push(code),
    });
    live.change({ status: 'running' });
    expect(await live.flush()).toBe(true);
    await broker.releaseLease({ runId, owner: 'writer', epoch: lease.epoch, expiresAt: 0 });
    await broker.delete(runId);

    live.change({ progress: { ...live.current.progress, timesteps: 7 } });
    expect(await live.flush()).toBe(true);
    expect(restored).toHaveLength(1);
    const again = { version: 1, writerEpoch: lease.epoch, status: 'running', progress: { timesteps: 7 } };
    expect(await broker.read(runId)).toMatchObject(again);
    live.change({ status: 'finished' });
    expect(await live.flush()).toBe(true);
    expect(await broker.read(runId)).toMatchObject({ version: 2, status: 'finished' });
    await lease.release();
  });

  it('publishes a new status at once, and progress when it is time', async () => {
    await using broker = createMemoryBroker();
    await using scope = openScope();
    const initial = await broker.create(createExperimentState(RUN));
    const lease = await takeLease(broker, initial.runId, { owner: 'writer', scope });
    const published: [status: string, timesteps: number][] = [];
    const publish: ExperimentBroker['publish'] = (state, options) => {
      published.push([state.status, state.progress.timesteps]);
      return broker.publish(state, options);
    };
    const live = createLiveState({
      broker: { publish, create: (state) => broker.create(state) },
      lease,
      initial: { ...initial, writerEpoch: lease.epoch },
      scope,
      now: () => 5,
      onRestored: () => undefined,
    });
    const turn = (): Promise<unknown> => new Promise(setImmediate);
    live.change({ status: 'running' });
    await turn();
    live.change({ progress: { ...live.current.progress, timesteps: 7 } });
    await turn();
    expect(published).toEqual([['running', 0]]);
    live.change({ status: 'stopping' });
    await turn();
    expect(published).toEqual([
      ['running', 0],
      ['stopping', 7],
    ]);
    await lease.release();
  });

  it.each(['before', 'after'])(
    'is there again where the lease found the run gone, %s there was a state',
    async (when) => {
      await using broker = createMemoryBroker();
      await using scope = openScope();
      const run = { algorithm: 'ppo', env: 'e', seed: 0, totalTimesteps: 10, host };
      const initial = await broker.create(createExperimentState(run));
      const { runId } = initial;
      let findGone = (): void => undefined;
      const keepLease: ExperimentBroker['keepLease'] = (held, options) => {
        findGone = () => options.onError?.(new BrokerError('broker/unknown-run', 'gone'));
        return broker.keepLease(held, options);
      };
      const acquireLease: ExperimentBroker['acquireLease'] = (...request) => broker.acquireLease(...request);
      const lease = await takeLease({ acquireLease, keepLease }, runId, { owner: 'writer', scope });
      await broker.releaseLease({ runId, owner: 'writer', epoch: lease.epoch, expiresAt: 0 });
      await broker.delete(runId);

      if (when === 'before') findGone();
      const state = { ...initial, writerEpoch: lease.epoch };
      const live = createLiveState({ broker, lease, initial: state, scope, now: () => 5, onRestored: () => undefined });
      if (when === 'after') findGone();
      expect(await live.flush()).toBe(true);
      expect(await broker.read(runId)).toMatchObject({ writerEpoch: lease.epoch });
      await lease.release();
    },
  );
});
