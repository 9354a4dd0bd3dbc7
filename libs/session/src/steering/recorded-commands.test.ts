import { expect, it } from '@jest/globals';
import type { Command, CommandOutcome } from '@cartwheel/experiment-state';
import type { CommandRecord } from '@cartwheel/tracking';
import { openRecordedCommands } from './recorded-commands.ts';

const command = (id: string): Command => ({ id, sender: 'test', action: { kind: 'pause' }, sentAt: 1, expiresAt: 2 });
const outcome = (commandId: string, status: CommandOutcome['status'] = 'applied'): CommandOutcome => ({
  commandId,
  status,
  step: 1,
  settledAt: 3,
});

function storeOf(records: CommandRecord[]) {
  const calls: string[] = [];
  return {
    calls,
    commands: async () => {
      calls.push('commands');
      return records;
    },
    recordCommand: async () => void calls.push('command'),
    recordOutcome: async () => void calls.push('outcome'),
    flush: async () => void calls.push('flush'),
  };
}

it('reads the record once, however many commands come, and knows what is written since', async () => {
  const store = storeOf([
    { command: command('old'), outcome: outcome('old') },
    { command: command('open'), outcome: null },
  ]);
  const recorded = openRecordedCommands(store, 'run');
  expect(await Promise.all(['old', 'open', 'new'].map((id) => recorded.outcomeOf(command(id))))).toEqual([
    outcome('old'),
    null,
    null,
  ]);
  await recorded.record(command('new'), outcome('new'));
  await recorded.record(command('new'), outcome('new', 'rejected'));
  expect(await recorded.outcomeOf(command('new'))).toEqual(outcome('new'));
  expect(store.calls).toEqual(['commands', 'command', 'outcome', 'flush', 'command', 'outcome', 'flush']);
});

it('reads again after a read that failed', async () => {
  const store = storeOf([{ command: command('old'), outcome: outcome('old') }]);
  const { commands } = store;
  store.commands = () => Promise.reject(new Error('locked'));
  const recorded = openRecordedCommands(store, 'run');
  await expect(recorded.outcomeOf(command('old'))).rejects.toThrow('locked');
  store.commands = commands;
  expect(await recorded.outcomeOf(command('old'))).toEqual(outcome('old'));
});
