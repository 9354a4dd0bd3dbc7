import type { RunStore } from '@cartwheel/tracking';
import type { Command, CommandOutcome } from '@cartwheel/experiment-state';

/** A run's commands as its record has them. */
export interface RecordedCommands {
  /** How one ended; null where it has not. */
  readonly outcomeOf: (command: Command) => Promise<CommandOutcome | null>;
  /** Keeps one and its outcome, of which the first counts. On disk when it resolves. */
  readonly record: (command: Command, outcome: CommandOutcome) => Promise<void>;
}

/** Reads the record once: what is written there from then on, the writer of the run writes, which is here. */
export function openRecordedCommands(
  store: Pick<RunStore, 'commands' | 'recordCommand' | 'recordOutcome' | 'flush'>,
  runId: string,
): RecordedCommands {
  let reading: Promise<Map<string, CommandOutcome>> | undefined;

  async function read(): Promise<Map<string, CommandOutcome>> {
    const outcomes = new Map<string, CommandOutcome>();
    for (const { command, outcome } of await store.commands(runId)) {
      if (outcome !== null) outcomes.set(command.id, outcome);
    }
    return outcomes;
  }

  async function known(): Promise<Map<string, CommandOutcome>> {
    reading ??= read();
    try {
      return await reading;
    } catch (error) {
      // The next command may find the record readable.
      reading = undefined;
      throw error;
    }
  }

  return {
    outcomeOf: async ({ id }) => (await known()).get(id) ?? null,
    async record(command, outcome) {
      await store.recordCommand(runId, command);
      await store.recordOutcome(runId, outcome);
      await store.flush();
      const outcomes = await known();
      if (!outcomes.has(command.id)) outcomes.set(command.id, outcome);
    },
  };
}
