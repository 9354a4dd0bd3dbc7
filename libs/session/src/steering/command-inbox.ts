import type { Scope } from '@cartwheel/async-guard';
import type { ExperimentBroker } from '@cartwheel/broker';
import type { Command } from '@cartwheel/experiment-state';

/** The commands that wait for a run's next safe point. Looking into it costs nothing. */
export interface CommandInbox {
  readonly isEmpty: boolean;
  /** The oldest; none when there are none. */
  take(): Command | undefined;
  /** Resolves when there is one, or when the signal aborts. */
  filled(signal: AbortSignal): Promise<void>;
}

const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Fills in the background, as long as the scope is open. */
export function openCommandInbox(broker: ExperimentBroker, runId: string, scope: Scope): CommandInbox {
  const waiting: Command[] = [];
  let onFilled: (() => void) | undefined;

  async function fill(signal: AbortSignal): Promise<void> {
    for await (const command of broker.watchCommands(runId, { signal })) {
      waiting.push(command);
      onFilled?.();
    }
  }

  void scope.spawn('watch commands', fill);
  return {
    get isEmpty() {
      return waiting.length === 0;
    },
    take: () => waiting.shift(),
    async filled(signal) {
      if (waiting.length > 0 || signal.aborted) return;
      // Nothing else may be left to do for this process, and yet it must not end.
      // quality-ignore unguarded -- it only keeps the process alive
      const awake = setInterval(() => undefined, LONGEST_TIMER_MS);
      await new Promise<void>((resolve) => {
        onFilled = resolve;
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
      clearInterval(awake);
      onFilled = undefined;
    },
  };
}
