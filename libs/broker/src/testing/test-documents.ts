import { describe, expect, it } from '@jest/globals';
import { newCommand, newRun, type BrokerUnderTest } from './broker-harness.ts';

export function testDocuments(underTest: BrokerUnderTest): void {
  describe('documents', () => {
    it('come back as they were created, as version 1', async () => {
      const { broker } = underTest();
      const state = newRun({ tags: [], hyperparameters: { list: [], text: 'é"\u2028\ud83d' } });
      const created = await broker.create(state);
      expect(created).toStrictEqual({ ...state, version: 1 });
      expect(await broker.read(state.runId)).toStrictEqual(created);
    });

    it('of an unknown run are null', async () => {
      expect(await underTest().broker.read(newRun().runId)).toBeNull();
    });

    it('are created once', async () => {
      const { broker } = underTest();
      const state = await broker.create(newRun());
      const again = broker.create({ ...state, experiment: 'other' });
      await expect(again).rejects.toMatchObject({ code: 'broker/run-exists' });
      expect(await broker.read(state.runId)).toStrictEqual(state);
    });

    it('keep NaN, infinities and -0 on every way out', async () => {
      const { broker } = underTest();
      const run = newRun({ hyperparameters: { values: [Number.NaN, Infinity, -Infinity, -0, 0.1, 5e-324] } });
      const state = await broker.create({ ...run, progress: { ...run.progress, stepsPerSecond: -0 } });
      expect(await broker.read(state.runId)).toStrictEqual(state);
      expect(await broker.list()).toStrictEqual([state]);
      for await (const event of broker.watch(state.runId)) {
        expect(event).toStrictEqual({ type: 'state', version: 1, state });
        break;
      }
    });

    it('cannot be changed from outside', async () => {
      const { broker } = underTest();
      const state = newRun({ tags: ['a'] });
      await broker.create(state);
      state.tags.push('b');
      (await broker.read(state.runId))?.tags.push('c');
      expect((await broker.read(state.runId))?.tags).toStrictEqual(['a']);
    });

    it('that are invalid are refused, and nothing of them is stored', async () => {
      const { broker } = underTest();
      const invalid = { code: 'experiment-state/invalid' };
      const wrong = newRun({ seed: -1 });
      await expect(broker.create(wrong)).rejects.toMatchObject(invalid);
      expect(await broker.read(wrong.runId)).toBeNull();

      const state = await broker.create(newRun());
      const { runId } = state;
      await expect(broker.publish({ ...state, seed: -1 }, { expectedVersion: 1 })).rejects.toMatchObject(invalid);
      expect(await broker.read(runId)).toStrictEqual(state);
      await expect(broker.sendCommand(runId, newCommand(''))).rejects.toMatchObject(invalid);
      expect(await broker.pendingCommands(runId)).toStrictEqual([]);
    });
  });
}
