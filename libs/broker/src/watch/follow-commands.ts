import type { Command } from '@cartwheel/experiment-state';
import { WatchGate } from './watch-gate.ts';

/** The commands of one run that have no outcome, as a broker keeps them. */
export interface CommandSource {
  /** In the order in which they were sent. */
  pending(): Promise<readonly Command[]>;
  /** Calls `wake` whenever there may be new ones; gives the disposer. */
  onChange(wake: () => void): () => void;
}

/**
 * Gives each command once, in the order in which they were sent, from those on that wait already.
 *
 * @param closed Aborted when the broker closes.
 */
export async function* followCommands(
  source: CommandSource,
  signal: AbortSignal | undefined,
  closed: AbortSignal,
): AsyncGenerator<Command, void, undefined> {
  const gate = new WatchGate();
  const ends = signal === undefined ? [closed] : [closed, signal];
  if (ends.some((end) => end.aborted)) return;
  // Before the first read, so that no change falls between them.
  const unsubscribe = source.onChange(gate.wake);
  for (const end of ends) end.addEventListener('abort', gate.stop);
  let given: ReadonlySet<string> = new Set();
  try {
    while (!gate.stopped) {
      const pending = (await gate.orStop(source.pending())) ?? [];
      const fresh = pending.filter(({ id }) => !given.has(id));
      // Those that were settled since need not be remembered.
      given = new Set(pending.map(({ id }) => id));
      for (const command of fresh) {
        if (gate.stopped) return;
        yield command;
      }
      await gate.changed();
    }
  } finally {
    unsubscribe();
    for (const end of ends) end.removeEventListener('abort', gate.stop);
  }
}
