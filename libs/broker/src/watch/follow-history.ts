import type { RunEvent } from '@cartwheel/experiment-state';
import type { WatchOptions } from '../experiment-broker.ts';
import { WatchCursor } from '../history/watch-cursor.ts';
import { WatchGate } from './watch-gate.ts';

/** The history of one run, as a broker keeps it. */
export interface RunHistory {
  /**
   * Moves the cursor past the next events and gives them, in order; none when there are none yet; one snapshot when they
   * are not kept, or when the history is another one than the cursor saw.
   */
  read(cursor: WatchCursor): Promise<readonly RunEvent[]>;
  /** Calls `wake` whenever there may be new events; gives the disposer. */
  onChange(wake: () => void): () => void;
}

/**
 * Follows a history from a version on. It pulls: a slow consumer costs no memory here, and no writer waits for it.
 *
 * @param closed Aborted when the broker closes.
 */
export async function* followHistory(
  history: RunHistory,
  { fromVersion = 0, signal }: WatchOptions,
  closed: AbortSignal,
): AsyncGenerator<RunEvent, void, undefined> {
  const gate = new WatchGate();
  const ends = signal === undefined ? [closed] : [closed, signal];
  if (ends.some((end) => end.aborted)) return;
  // Before the first read, so that no change falls between them.
  const unsubscribe = history.onChange(gate.wake);
  for (const end of ends) end.addEventListener('abort', gate.stop);
  try {
    const cursor = new WatchCursor(fromVersion);
    while (!gate.stopped) {
      const events = (await gate.orStop(history.read(cursor))) ?? [];
      for (const event of events) {
        if (gate.stopped) return;
        yield event;
      }
      if (events.length === 0) await gate.changed();
    }
  } finally {
    unsubscribe();
    for (const end of ends) end.removeEventListener('abort', gate.stop);
  }
}
