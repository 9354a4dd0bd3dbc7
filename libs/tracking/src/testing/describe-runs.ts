import { describe, expect, it } from '@jest/globals';
import { createRunId, type CheckpointRecord } from '@cartwheel/experiment-state';
import type { RunFilter, RunRecord } from '../run-store/run-store.ts';
import { metricPoint, runRecord } from './records.ts';
import { useSharedStore, useStore, type CreateOpenableStore } from './store-fixture.ts';

/** Runs and checkpoints: create, change, find, list. */
export function describeRuns(create: CreateOpenableStore): void {
  describe('runs', () => {
    const freshRun = useSharedStore(create);

    it('a run comes back as it went in, special floats included', async () => {
      const { store, runId } = await freshRun();
      const plain = runRecord(runId);
      const run = runRecord(createRunId(), {
        tags: ['second', 'first', 'Ünïcode'],
        config: { ...plain.config, steps: 10, set: { target_kl: Number.POSITIVE_INFINITY, nested: { deep: [-0] } } },
        hyperparameters: { a: Number.NaN, b: [-0, Number.NEGATIVE_INFINITY], c: null, d: 'NaN', e: { f: 1.5 } },
        error: { code: 'x/y', message: 'why', causes: [{ code: 'Error', message: 'Ünder\nit' }] },
        host: { hostname: 'h', pid: 1, platform: 'linux', runtime: 'node', engine: 'js/scalar' },
        summary: { evalMean: Number.NaN, weightsHash: 'abc', low: -0 },
      });
      await store.createRun(run);
      expect(await store.run(runId)).toEqual(plain);
      expect(await store.run(run.runId)).toEqual(run);
    });

    it('an update changes what it names, and updatedAt', async () => {
      const { store } = await freshRun();
      const run = runRecord(createRunId(), { tags: ['old'], summary: { evalMean: 1 } });
      await store.createRun(run);
      const error = { code: 'x/y', message: 'why', causes: [] };
      const update = { status: 'failed' as const, timesteps: 64, error };
      await store.updateRun(run.runId, update);
      const updated = await store.run(run.runId);
      expect(updated).toEqual({ ...run, ...update, updatedAt: updated?.updatedAt });
      expect(updated?.updatedAt).toBeGreaterThan(run.updatedAt);
      await store.updateRun(run.runId, { error: null, tags: ['new', 'newer'], summary: {}, hyperparameters: {} });
      const expected = { status: 'failed', error: null, tags: ['new', 'newer'], summary: {}, hyperparameters: {} };
      expect(await store.run(run.runId)).toMatchObject({ ...expected, timesteps: 64 });
    });

    it('an unknown run is null, or nothing', async () => {
      const { store } = await freshRun();
      expect(await store.run('nobody')).toBeNull();
      expect(await store.series('nobody')).toEqual([]);
      expect(await store.points('nobody')).toEqual([]);
      expect(await store.checkpoints('nobody')).toEqual([]);
    });

    it('a write to an unknown run is refused', async () => {
      const { store } = await freshRun();
      const refusal = { code: 'tracking/unknown-run', message: expect.stringContaining('nobody') };
      await expect(store.updateRun('nobody', { status: 'running' })).rejects.toMatchObject(refusal);
      await expect(store.appendPoints('nobody', [])).rejects.toMatchObject(refusal);
      await expect(store.recordCheckpoint('nobody', checkpoint(0, 'h'))).rejects.toMatchObject(refusal);
      await store.flush();
    });

    it('a run that is there already is refused and kept', async () => {
      const { store, runId } = await freshRun();
      const other = runRecord(runId, { seed: 99 });
      await expect(store.createRun(other)).rejects.toMatchObject({ code: 'tracking/run-exists' });
      expect(await store.run(runId)).toEqual(runRecord(runId));
    });

    it('a record that JSON cannot carry is refused', async () => {
      const { store } = await freshRun();
      const run = runRecord(createRunId(), { hyperparameters: { size: 1n } });
      await expect(store.createRun(run)).rejects.toMatchObject({ code: 'tracking/invalid-record' });
      expect(await store.run(run.runId)).toBeNull();
    });

    it('a run that is deleted is gone with all that belongs to it, and no other', async () => {
      const { store, runId } = await freshRun();
      const { runId: other } = await freshRun();
      for (const id of [runId, other]) {
        await store.appendPoints(id, [metricPoint('m', 1, 1)]);
        await store.recordCheckpoint(id, checkpoint(0, 'y'));
      }
      await store.deleteRun(runId);
      await expect(store.appendPoints(runId, [])).rejects.toMatchObject({ code: 'tracking/unknown-run' });
      expect([await store.run(runId), await store.points(runId), await store.checkpoints(runId)]).toEqual([
        null,
        [],
        [],
      ]);
      expect(await store.points(other)).toEqual([metricPoint('m', 1, 1)]);
      await store.createRun(runRecord(runId));
      expect(await store.points(runId)).toEqual([]);
      await store.appendPoints(runId, [metricPoint('m', 2, 2)]);
      expect(await store.points(runId)).toEqual([metricPoint('m', 2, 2)]);
    });

    it('keeps checkpoints by step, the last of each', async () => {
      const { store, runId } = await freshRun();
      const { runId: other } = await freshRun();
      for (const each of [checkpoint(200, 'x'), checkpoint(0, 'y'), checkpoint(200, 'z')]) {
        await store.recordCheckpoint(runId, each);
      }
      expect(await store.checkpoints(runId)).toEqual([checkpoint(0, 'y'), checkpoint(200, 'z')]);
      expect(await store.checkpoints(other)).toEqual([]);
    });

    it('forgets checkpoints as it records another', async () => {
      const { store, runId } = await freshRun();
      for (const step of [0, 100, 200]) await store.recordCheckpoint(runId, checkpoint(step, 'x'));
      await store.recordCheckpoint(runId, checkpoint(300, 'x'), { forget: [0, 100, 999] });
      expect((await store.checkpoints(runId)).map(({ step }) => step)).toEqual([200, 300]);
    });
  });

  describe('the list of runs', () => {
    const open = useStore(create);

    it('lists newest last; of one age, in the order in which they were created', async () => {
      const store = await open();
      const created: [string, number][] = [
        ['new', 3000],
        ['z', 1000],
        ['a', 1000],
        ['mid', 2000],
      ];
      for (const [runId, createdAt] of created) await store.createRun(runRecord(runId, { createdAt }));
      expect((await store.runs()).map(({ runId }) => runId)).toEqual(['z', 'a', 'mid', 'new']);
    });

    it('lists the runs for which the whole filter is true', async () => {
      const store = await open();
      const overs: Record<string, Partial<RunRecord>> = {
        a: { tags: ['w', 'x'] },
        b: {
          status: 'finished',
          experiment: 'mine',
          tags: ['xx'],
          createdAt: 1_700_000_000_001,
          updatedAt: 1_800_000_000_000,
        },
        c: { experiment: 'mine', env: 'Pendulum-v1', algorithm: 'sac', tags: ['x'], seed: 9 },
      };
      expect(await store.runs()).toEqual([]);
      for (const [runId, over] of Object.entries(overs)) await store.createRun(runRecord(runId, over));
      const cases: [RunFilter, string[]][] = [
        [{ status: 'finished' }, ['b']],
        [{ experiment: 'mine' }, ['c', 'b']],
        [{ env: 'Pendulum-v1' }, ['c']],
        [{ algorithm: 'sac' }, ['c']],
        [{ tag: 'x' }, ['a', 'c']],
        [{ tag: 'x', experiment: 'mine' }, ['c']],
        [{ tag: 'x', status: 'finished' }, []],
        [{}, ['a', 'c', 'b']],
        [{ idPrefix: 'b' }, ['b']],
        [{ seed: 9 }, ['c']],
        [{ limit: 2 }, ['c', 'b']],
        [{ createdFrom: 1_700_000_000_001 }, ['b']],
        [{ updatedFrom: 1_800_000_000_000 }, ['b']],
        [{ createdTo: 1_700_000_000_001, experiment: 'mine' }, ['c']],
      ];
      for (const [filter, expected] of cases) {
        const found = await store.runs(filter);
        expect([filter, found.map(({ runId }) => runId)]).toEqual([filter, expected]);
      }
    });
  });
}

function checkpoint(step: number, weightsHash: string): CheckpointRecord {
  return { step, path: `runs/aaa/checkpoints/${step}`, weightsHash, time: 1.5 };
}
