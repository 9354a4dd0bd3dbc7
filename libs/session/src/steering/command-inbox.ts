import { setTimeout as delay } from 'node:timers/promises';
import type { Scope } from '@cartwheel/async-guard';
import { BrokerError, type ExperimentBroker } from '@cartwheel/broker';
import type { Command } from '@cartwheel/experiment-state';

/** The commands that wait for a run's next safe point. Looking into it costs nothing. */
export interface CommandInbox {
  readonly isEmpty: boolean;
  /** The oldest; none when there are none. */
  take(): Command | undefined;
  /** Resolves when there is one, or when the signal aborts. */
  filled(signal: AbortSignal): Promise<void>;
}

/** How soon a run that is not there is looked for again. */
const RETRY_MS = 500;
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Fills in the background, as long as the scope is open. */
export function openCommandInbox(broker: ExperimentBroker, runId: string, scope: Scope): CommandInbox {
  const waiting: Command[] = [];
  /** A command that is not settled yet comes again with a new watch. */
  const known = new Set<string>();
  let onFilled: (() => void) | undefined;

  async function fill(signal: AbortSignal): Promise<void> {
    for await (const command of broker.watchCommands(runId, { signal })) {
      if (known.has(command.id)) continue;
      known.add(command.id);
      waiting.push(command);
      onFilled?.();
    }
  }

  /** A run that the broker lost ends the watch; it is there again after its next state. */
  async function keepFilling(signal: AbortSignal): Promise<void> {
    for (;;) {
      try {
        return await fill(signal);
      } catch (error) {
        if (!(error instanceof BrokerError && error.code === 'broker/unknown-run')) throw error;
      }
      await delay(RETRY_MS, undefined, { signal });
    }
  }

  void scope.spawn('watch commands', keepFilling);
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
