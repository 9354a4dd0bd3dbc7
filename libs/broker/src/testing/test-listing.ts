import { describe, expect, it } from '@jest/globals';
import { newCommand, newRun, take, type BrokerUnderTest } from './broker-harness.ts';

export function testListing(underTest: BrokerUnderTest): void {
  describe('list', () => {
    it('is empty at first', async () => {
      expect(await underTest().broker.list()).toStrictEqual([]);
    });

    it('gives all runs, newest last', async () => {
      const { broker } = underTest();
      const middle = await broker.create(newRun({ createdAt: 2000 }));
      const newest = await broker.create(newRun({ createdAt: 3000.5 }));
      const oldest = await broker.create(newRun({ createdAt: 1000 }));
      expect(await broker.list()).toStrictEqual([oldest, middle, newest]);
    });

    it('filters by experiment and by the status as it is now', async () => {
      const { broker } = underTest();
      const a = await broker.create(newRun({ experiment: 'a', createdAt: 1 }));
      const b = await broker.create(newRun({ experiment: 'b', createdAt: 2 }));
      await broker.publish({ ...b, status: 'running' }, { expectedVersion: 1 });
      const ids = async (options: Parameters<typeof broker.list>[0]): Promise<string[]> =>
        (await broker.list(options)).map(({ runId }) => runId);
      expect(await ids({ experiment: 'a' })).toStrictEqual([a.runId]);
      expect(await ids({ status: 'running' })).toStrictEqual([b.runId]);
      expect(await ids({ experiment: 'a', status: 'running' })).toStrictEqual([]);
      expect(await ids({})).toStrictEqual([a.runId, b.runId]);
    });

    it('filters by tag and by the time of creation', async () => {
      const { broker } = underTest();
      const runs = [
        await broker.create(newRun({ tags: ['x'], createdAt: 1000 })),
        await broker.create(newRun({ tags: ['x', 'y'], createdAt: 2000 })),
        await broker.create(newRun({ tags: [], createdAt: 3000 })),
      ];
      const places = async (options: Parameters<typeof broker.list>[0]): Promise<number[]> =>
        (await broker.list(options)).map(({ runId }) => runs.findIndex((run) => run.runId === runId));
      expect(await places({ tag: 'x' })).toStrictEqual([0, 1]);
      expect(await places({ tag: 'z' })).toStrictEqual([]);
      expect(await places({ since: 2000 })).toStrictEqual([1, 2]);
      expect(await places({ until: 2000 })).toStrictEqual([0]);
      expect(await places({ since: 1500, until: 3000, tag: 'y', experiment: 'default' })).toStrictEqual([1]);
    });

    it('finds a run by what it is now, not by what it was', async () => {
      const { broker } = underTest();
      const state = await broker.create(newRun({ tags: ['old'] }));
      await broker.publish({ ...state, tags: ['new'], status: 'finished' }, { expectedVersion: 1 });
      expect(await broker.list({ tag: 'old' })).toStrictEqual([]);
      expect(await broker.list({ status: 'created' })).toStrictEqual([]);
      expect(await broker.list({ tag: 'new', status: 'finished' })).toHaveLength(1);
    });
  });

  describe('delete', () => {
    it('takes a run away, with all that belongs to it', async () => {
      const { broker } = underTest();
      const state = await broker.create(newRun({ tags: ['x'] }));
      await broker.sendCommand(state.runId, newCommand('c'));
      expect(await broker.delete(state.runId)).toBe(true);
      expect(await broker.read(state.runId)).toBeNull();
      expect(await broker.list()).toStrictEqual([]);
      expect(await broker.list({ tag: 'x' })).toStrictEqual([]);
      expect(await broker.delete(state.runId)).toBe(false);
      expect(await broker.create(state)).toStrictEqual(state);
      expect(await broker.pendingCommands(state.runId)).toStrictEqual([]);
    });

    it('leaves a run alone that somebody writes', async () => {
      const { broker } = underTest();
      const { runId } = await broker.create(newRun());
      const { lease } = await broker.acquireLease(runId, { owner: 'a', ttlMs: 60_000 });
      await expect(broker.delete(runId)).rejects.toMatchObject({ code: 'broker/run-held' });
      await broker.releaseLease(lease);
      expect(await broker.delete(runId)).toBe(true);
    });

    it('ends the watches of the run with its error', async () => {
      const { broker } = underTest();
      const { runId } = await broker.create(newRun());
      const watched = take(broker.watch(runId, { fromVersion: 1 }), 1);
      await broker.read(runId);
      await broker.delete(runId);
      await expect(watched).rejects.toMatchObject({ code: 'broker/unknown-run' });
    });
  });
}
