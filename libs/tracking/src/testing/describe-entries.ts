import { describe, expect, it } from '@jest/globals';
import type { Command, CommandOutcome } from '@cartwheel/experiment-state';
import type { RunEntry } from '../run-store/run-entry.schema.ts';
import { everyEntry } from './records.ts';
import { useSharedStore, type CreateOpenableStore } from './store-fixture.ts';

/** What is no metric point: texts, pictures, figures, histograms, files, commands, console lines. */
export function describeEntries(create: CreateOpenableStore): void {
  describe('entries', () => {
    const freshRun = useSharedStore(create);

    it('come back as they went in, in the order in which they were written', async () => {
      const { store, runId } = await freshRun();
      const entries = everyEntry();
      for (const entry of entries) await store.appendEntry(runId, entry);
      expect(await store.entries(runId)).toEqual(entries);
      expect(await store.entries(runId, { kind: 'text' })).toEqual([entries[0]]);
      expect(await store.entries(runId, { name: 'frame' })).toEqual([entries[1]]);
      expect(await store.entries('nobody')).toEqual([]);
    });

    it('the same key again replaces the first, and comes last', async () => {
      const { store, runId } = await freshRun();
      const entries = everyEntry();
      for (const entry of entries) await store.appendEntry(runId, entry);
      const changed: RunEntry = { ...entries[0], kind: 'text', text: 'changed' };
      await store.appendEntry(runId, changed);
      expect(await store.entries(runId)).toEqual([...entries.slice(1), changed]);
    });

    it.each([
      [{ name: '' }, 'name'],
      [{ step: 0.5 }, 'step'],
      [{ kind: 'artifact', path: 'p', sha256: 'no hash', bytes: 1 }, 'sha256'],
    ])('%p is refused', async (wrong, field) => {
      const { store, runId } = await freshRun();
      const entry = { ...everyEntry()[0], ...wrong } as RunEntry;
      await expect(store.appendEntry(runId, entry)).rejects.toMatchObject({
        code: 'tracking/invalid-record',
        message: expect.stringContaining(field),
      });
      expect(await store.entries(runId)).toEqual([]);
    });

    it('console lines come back in their order, the last ones', async () => {
      const { store, runId } = await freshRun();
      const lines = ['one', 'twö', ''].map((text, index) => ({ time: index, stream: 'stdout' as const, text }));
      await store.appendConsole(runId, lines.slice(0, 2));
      await store.appendConsole(runId, lines.slice(2));
      expect(await store.console(runId)).toEqual(lines);
      expect(await store.console(runId, { limit: 2 })).toEqual(lines.slice(1));
    });
  });

  describe('commands', () => {
    const freshRun = useSharedStore(create);

    it('have one outcome at most, the first', async () => {
      const { store, runId } = await freshRun();
      await store.recordCommand(runId, command('b', 2));
      await store.recordCommand(runId, command('a', 1));
      await store.recordCommand(runId, { ...command('a', 1), sender: 'another' });
      expect(await store.commands(runId)).toEqual([
        { command: command('a', 1), outcome: null },
        { command: command('b', 2), outcome: null },
      ]);
      await store.recordOutcome(runId, outcome('a', 'applied'));
      await store.recordOutcome(runId, outcome('a', 'expired'));
      expect((await store.commands(runId))[0].outcome).toEqual(outcome('a', 'applied'));
    });

    it('an outcome without its command is refused', async () => {
      const { store, runId } = await freshRun();
      await expect(store.recordOutcome(runId, outcome('nothing', 'applied'))).rejects.toMatchObject({
        code: 'tracking/invalid-record',
        message: expect.stringContaining('nothing'),
      });
    });
  });
}

function command(id: string, sentAt: number): Command {
  const action: Command['action'] = { kind: 'set', name: 'learningRate', value: Number.NEGATIVE_INFINITY };
  return { id, sender: 'somebody', action, sentAt, expiresAt: sentAt + 1 };
}

function outcome(commandId: string, status: CommandOutcome['status']): CommandOutcome {
  return { commandId, status, detail: 'why', step: 7, settledAt: 9 };
}
