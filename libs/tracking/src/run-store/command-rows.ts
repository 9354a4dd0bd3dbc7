import { commandCodec, commandOutcomeCodec, type Command, type CommandOutcome } from '@cartwheel/experiment-state';
import { messageOf } from './message-of.ts';
import { TrackingError } from './tracking-error.ts';
import type { CommandRow } from './worker/protocol.ts';

/** A command that was sent to a run, and how it ended; null while it has not. */
export interface CommandRecord {
  command: Command;
  outcome: CommandOutcome | null;
}

/** Throws `tracking/corrupt-store` for a row that no store of this version wrote. */
export function fromCommandRow({ command, outcome }: CommandRow): CommandRecord {
  try {
    return {
      command: commandCodec.decode(command),
      outcome: outcome === null ? null : commandOutcomeCodec.decode(outcome),
    };
  } catch (cause) {
    throw new TrackingError('tracking/corrupt-store', `A command cannot be read from the store: ${messageOf(cause)}`, {
      cause,
    });
  }
}
