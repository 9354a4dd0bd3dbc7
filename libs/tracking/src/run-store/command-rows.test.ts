import { expect, it } from '@jest/globals';
import { commandCodec, commandOutcomeCodec, type Command, type CommandOutcome } from '@cartwheel/experiment-state';
import { fromCommandRow } from './command-rows.ts';

const command: Command = { id: 'a', sender: 'somebody', action: { kind: 'pause' }, sentAt: 1, expiresAt: 2 };
const outcome: CommandOutcome = { commandId: 'a', status: 'applied', detail: 'why', step: 7, settledAt: 9 };

it('a command is read with its outcome, or with none yet', () => {
  const row = { command: commandCodec.encode(command), outcome: null };
  expect(fromCommandRow(row)).toEqual({ command, outcome: null });
  expect(fromCommandRow({ ...row, outcome: commandOutcomeCodec.encode(outcome) })).toEqual({ command, outcome });
});

it.each([
  { command: '{}', outcome: null },
  { command: commandCodec.encode(command), outcome: '' },
])('a row of which no store of this version is the writer is refused: %j', (row) => {
  expect(() => fromCommandRow(row)).toThrow(
    expect.objectContaining({
      code: 'tracking/corrupt-store',
      message: expect.stringMatching(/^A command cannot be read from the store: ./),
      cause: expect.anything(),
    }),
  );
});
