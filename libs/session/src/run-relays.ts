import { describeError, type Scope } from '@cartwheel/async-guard';
import type { Logger } from '@cartwheel/logging';
import { openTracker, startRelay, startRelayThread, type RunStore, type Tracker } from '@cartwheel/tracking';
import type { Telemetry } from './observe/telemetry.ts';
import type { ProjectFolder } from './project-folder.ts';
import { writerName } from './writer/writer-name.ts';

/** The relays of one run. */
export interface RunRelays {
  /** Delivers what is left, within a budget. */
  finish(): Promise<void>;
}

export interface RunRelaysOptions {
  store: RunStore;
  /** Of the store. */
  folder: ProjectFolder;
  runId: string;
  /** Those that are known by their ids are delivered to from a thread of their own; objects live in this one. */
  trackers: readonly (Tracker | string)[];
  scope: Scope;
  logger: Logger;
  telemetry: Pick<Telemetry, 'deliveries'>;
}

/** At the end of a run; what a tracker lacks then is delivered by `sync`. */
const FINISH_BUDGET_MS = 30_000;

/** A cursor is made within this. */
const NOTE_MS = 5_000;

/** Trackers by their ids, such as `aim aim://127.0.0.1:53800`; those of one's own as they are. */
export function openTrackers(trackers: readonly (Tracker | string)[] = []): Promise<Tracker[]> {
  return Promise.all(
    trackers.map((tracker) => (typeof tracker === 'string' ? openTracker(tracker) : Promise.resolve(tracker))),
  );
}

/** Throws what a wrong id causes, before anything is begun. */
export async function validTrackers(
  trackers: readonly (Tracker | string)[] = [],
): Promise<readonly (Tracker | string)[]> {
  await openTrackers(trackers);
  return trackers;
}

/** Notes where a run is relayed to, before a relay has delivered anything: a run that is killed and resumed knows it. */
export async function noteTrackers(
  store: RunStore,
  runId: string,
  trackers: readonly (Tracker | string)[],
): Promise<void> {
  const owner = writerName();
  const noted = new Set((await store.cursors(runId)).map(({ tracker }) => tracker));
  for (const { id } of await openTrackers(trackers)) {
    if (noted.has(id)) continue;
    await store.claimCursor(runId, id, { owner, forMs: NOTE_MS });
    // And given back at once, for the relay.
    await store.saveCursor(runId, id, { owner, forMs: 0 });
  }
}

/** Those that are given, and those that the run was relayed to before; of the latter, what an id is enough to open. */
export async function trackersOf(
  store: RunStore,
  runId: string,
  given: readonly (Tracker | string)[],
): Promise<(Tracker | string)[]> {
  const known = new Set((await openTrackers(given)).map(({ id }) => id));
  const before = (await store.cursors(runId)).map(({ tracker }) => tracker).filter((id) => !known.has(id));
  const areOpenable = await Promise.all(before.map(isOpenable));
  return [...given, ...before.filter((_, index) => areOpenable[index])];
}

async function isOpenable(id: string): Promise<boolean> {
  try {
    await openTracker(id);
    return true;
  } catch {
    // One of somebody's own, or of a file that has gone: `sync` tells of it.
    return false;
  }
}

/** Delivers a run to its trackers in the background: training waits for none of them. */
export function startRelays({ store, folder, runId, trackers, scope, logger, telemetry }: RunRelaysOptions): RunRelays {
  const warn = (tracker: string, error: unknown): void => {
    const { code, message } = describeError(error);
    logger.warn(`${tracker} cannot be reached; the record is kept, and delivered later: ${message}`, { runId, code });
  };
  const told = telemetry.deliveries(runId);
  const ids = trackers.filter((tracker) => typeof tracker === 'string');
  const objects = trackers.filter((tracker) => typeof tracker !== 'string');
  const relays = [
    ...startRelayThread({
      store: { dir: folder.dir },
      runId,
      trackers: ids,
      scope,
      onTrouble: warn,
      ...(told && { onDelivery: told }),
    }),
    ...objects.map((tracker) =>
      startRelay({
        store,
        runId,
        tracker,
        scope,
        onTrouble: (error) => warn(tracker.id, error),
        ...(told && { onDelivery: (delivery) => told(tracker.id, delivery) }),
      }),
    ),
  ];
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
