import { describe, expect, it } from '@jest/globals';
import type { CommandOutcome } from '@cartwheel/experiment-state';
import { newCommand, newRun, type BrokerUnderTest } from './broker-harness.ts';

function newOutcome(commandId: string, over: Partial<CommandOutcome> = {}): CommandOutcome {
  return { commandId, status: 'applied', step: 5, settledAt: 3, ...over };
}

export function testCommands(underTest: BrokerUnderTest): void {
  describe('commands', () => {
    it('wait in the order in which they were sent, until they are settled', async () => {
      const { broker } = underTest();
      const { runId } = await broker.create(newRun());
      const set = newCommand('b', { kind: 'set', name: 'learning_rate', value: Number.NaN });
      const commands = [newCommand('z'), set, newCommand('a', { kind: 'extend', steps: 5 })];
      for (const command of commands) await broker.sendCommand(runId, command);
      expect(await broker.pendingCommands(runId)).toStrictEqual(commands);

      await broker.settleCommand(runId, newOutcome('b'));
      expect((await broker.pendingCommands(runId)).map(({ id }) => id)).toStrictEqual(['z', 'a']);
    });

    it('have no outcome before they are settled, and then theirs', async () => {
      const { broker } = underTest();
      const { runId } = await broker.create(newRun());
      await broker.sendCommand(runId, newCommand('c'));
      expect(await broker.commandOutcome(runId, 'c')).toBeNull();
      const rejected = newOutcome('c', { status: 'rejected', detail: 'not now' });
      expect(await broker.settleCommand(runId, rejected)).toStrictEqual(rejected);
      expect(await broker.commandOutcome(runId, 'c')).toStrictEqual(rejected);
    });

    it('keep their first outcome', async () => {
      const { broker } = underTest();
      const { runId } = await broker.create(newRun());
      await broker.sendCommand(runId, newCommand('c'));
      const statuses = ['applied', 'rejected', 'expired'] as const;
      const standing = await Promise.all(
        statuses.map((status) => broker.settleCommand(runId, newOutcome('c', { status }))),
      );
      const final = await broker.commandOutcome(runId, 'c');
      expect(standing).toStrictEqual([final, final, final]);
    });

    it('are taken once, however often they are sent, settled or not', async () => {
      const { broker } = underTest();
      const { runId } = await broker.create(newRun());
      await broker.sendCommand(runId, newCommand('c'));
      await broker.sendCommand(runId, newCommand('c', { kind: 'stop' }));
      expect(await broker.pendingCommands(runId)).toStrictEqual([newCommand('c')]);
      await broker.settleCommand(runId, newOutcome('c'));
      await broker.sendCommand(runId, newCommand('c'));
      expect(await broker.pendingCommands(runId)).toStrictEqual([]);
    });

    it('come to whoever watches for them, each once, also those that wait already', async () => {
      const { broker } = underTest();
      const { runId } = await broker.create(newRun());
      await broker.sendCommand(runId, newCommand('early'));
      const seen: string[] = [];
      const end = new AbortController();
      const watched = (async () => {
        for await (const { id } of broker.watchCommands(runId, { signal: end.signal })) {
          seen.push(id);
          if (id === 'early') await broker.sendCommand(runId, newCommand('next'));
          if (id === 'next') await broker.settleCommand(runId, newOutcome('early'));
          if (id === 'next') await broker.sendCommand(runId, newCommand('last'));
          if (id === 'last') end.abort();
        }
      })();
      await watched;
      expect(seen).toStrictEqual(['early', 'next', 'last']);
    });

    it('belong to their run', async () => {
      const { broker } = underTest();
      const [one, other] = [await broker.create(newRun()), await broker.create(newRun())];
      await broker.sendCommand(one.runId, newCommand('c'));
      expect(await broker.pendingCommands(other.runId)).toStrictEqual([]);
      const foreign = broker.settleCommand(other.runId, newOutcome('c'));
      await expect(foreign).rejects.toMatchObject({ code: 'broker/unknown-command' });
    });

    it('do not come between a document and its next version', async () => {
      const { broker } = underTest();
      const state = await broker.create(newRun());
      await broker.sendCommand(state.runId, newCommand('c'));
      expect(await broker.publish(state, { expectedVersion: 1 })).toStrictEqual({ status: 'accepted', version: 3 });
      expect((await broker.read(state.runId))?.version).toBe(3);
    });

    it('throw for an unknown run; there is no outcome there', async () => {
      const { broker } = underTest();
      const { runId } = newRun();
      const unknown = { code: 'broker/unknown-run' };
      await expect(broker.sendCommand(runId, newCommand('c'))).rejects.toMatchObject(unknown);
      await expect(broker.pendingCommands(runId)).rejects.toMatchObject(unknown);
      await expect(broker.settleCommand(runId, newOutcome('c'))).rejects.toMatchObject(unknown);
      expect(await broker.commandOutcome(runId, 'c')).toBeNull();
    });
  });
}
