import { describeError, type Scope } from '@cartwheel/async-guard';
import type { Logger } from '@cartwheel/logging';
import { openTracker, startRelay, type RunStore, type Tracker } from '@cartwheel/tracking';

/** The relays of one run. */
export interface RunRelays {
  /** Delivers what is left, within a budget. */
  finish(): Promise<void>;
}

export interface RunRelaysOptions {
  store: RunStore;
  runId: string;
  trackers: readonly Tracker[];
  scope: Scope;
  logger: Logger;
}

/** At the end of a run; what a tracker lacks then is delivered by `sync`. */
const FINISH_BUDGET_MS = 30_000;

/** Trackers by their ids, such as `aim aim://127.0.0.1:53800`; those of one's own as they are. */
export function openTrackers(trackers: readonly (Tracker | string)[] = []): Promise<Tracker[]> {
  return Promise.all(
    trackers.map((tracker) => (typeof tracker === 'string' ? openTracker(tracker) : Promise.resolve(tracker))),
  );
}

/** Delivers a run to its trackers in the background: training waits for none of them. */
export function startRelays({ store, runId, trackers, scope, logger }: RunRelaysOptions): RunRelays {
  const relays = trackers.map((tracker) => {
    const onTrouble = (error: unknown): void => {
      const { code, message } = describeError(error);
      logger.warn(`${tracker.id} cannot be reached; the record is kept, and delivered later: ${message}`, {
        runId,
        code,
      });
    };
    return startRelay({ store, runId, tracker, scope, onTrouble });
  });
  return {
    async finish() {
      await Promise.all(
        relays.map(async (relay) => {
          if (await relay.finish({ budgetMs: FINISH_BUDGET_MS })) return;
          logger.warn(`${relay.tracker} lacks a part of the run; deliver it with: cartwheel sync ${runId}`, { runId });
        }),
      );
    },
  };
}
