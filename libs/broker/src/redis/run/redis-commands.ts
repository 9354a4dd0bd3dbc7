import { commandCodec, commandOutcomeCodec, type Command, type CommandOutcome } from '@cartwheel/experiment-state';
import { unknownCommand } from '../../broker-error.ts';
import { streamField, textField } from '../reply.ts';
import { readPendingCommands, sendCommand, settleCommand } from '../scripts/commands.ts';
import type { RunAccess } from './run-access.ts';
import { readStored } from './stored-document.ts';

/** The commands of a run in Redis and their outcomes. */
export class RedisCommands {
  readonly #access: RunAccess;

  constructor(access: RunAccess) {
    this.#access = access;
  }

  async send(command: Command): Promise<void> {
    const { keys, keptEvents } = this.#access;
    await this.#access.run(
      sendCommand,
      ['run', 'events', 'commands', 'pending', 'outcomes'],
      [command.id, commandCodec.encode(command), keptEvents, keys.wakeUp, keys.commandWakeUp],
    );
  }

  async pending(): Promise<Command[]> {
    const reply = await this.#access.run(readPendingCommands, ['run', 'commands'], []);
    return streamField(reply, 0).map(({ fields }) =>
      readStored(this.#access.keys.commands, () => commandCodec.decode(fields['data'] ?? '')),
    );
  }

  async settle(outcome: CommandOutcome): Promise<CommandOutcome> {
    const { keys, keptEvents, runId, limits } = this.#access;
    const reply = await this.#access.run(
      settleCommand,
      ['run', 'events', 'commands', 'pending', 'outcomes', 'settled'],
      [outcome.commandId, commandOutcomeCodec.encode(outcome), keptEvents, keys.wakeUp, limits.historyLimit],
    );
    if (reply.status === 'unknown-command') throw unknownCommand(runId, outcome.commandId);
    return this.#decode(textField(reply, 0));
  }

  async outcome(commandId: string): Promise<CommandOutcome | null> {
    const text = await this.#access.connection.call((client) => client.hget(this.#access.keys.outcomes, commandId));
    return text === null ? null : this.#decode(text);
  }

  #decode(text: string): CommandOutcome {
    return readStored(this.#access.keys.outcomes, () => commandOutcomeCodec.decode(text));
  }
}
