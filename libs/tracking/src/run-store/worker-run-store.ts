import { commandCodec, commandOutcomeCodec } from '@cartwheel/experiment-state';
import { canonicalContext } from './canonical-context.ts';
import { fromCommandRow } from './command-rows.ts';
import { fromEntryRow, toEntryRow } from './entry-rows.ts';
import { buffersOf, packPoints, parseContext, unpackPoints, unpackStepPoints } from './pack-points.ts';
import { toRelayCursor, type RelayCursor } from './relay-cursor.ts';
import { fromRunRow, toRunRow, toRunRowUpdate } from './run-rows.ts';
import type { MetricQuery, MetricSeries, RunStore } from './run-store.ts';
import type { StoreClient } from './store-client.ts';
import { toTaggedJson } from './tagged-json.ts';
import { TrackingError } from './tracking-error.ts';
import type { PackedPoints, SeriesSummary } from './worker/protocol.ts';

export interface WorkerRunStoreOptions {
  /** For messages. */
  file: string;
  readOnly: boolean;
  now: () => number;
}

/** The RunStore in front of a worker that has opened its file. */
export function createWorkerRunStore(client: StoreClient, { file, readOnly, now }: WorkerRunStoreOptions): RunStore {
  let closing: Promise<void> | undefined;

  function opened(): StoreClient {
    if (closing) throw new TrackingError('tracking/closed', `The run store ${file} was closed: open it again.`);
    return client;
  }

  function writable(): StoreClient {
    if (readOnly) {
      throw new TrackingError('tracking/read-only', `The run store ${file} was opened with readOnly: open it without.`);
    }
    return opened();
  }

  return {
    ...recording(writable, now),
    ...reading(opened),
    ...relaying({ opened, writable, now }),
    flush: async () => opened().call('flush', null),
    close: () => (closing ??= closeWorker(client)),
  };
}

/** What is kept of a run. */
function recording(writable: () => StoreClient, now: () => number) {
  return {
    createRun: async (run) => writable().call('createRun', toRunRow(run)),
    updateRun: async (runId, update) => writable().call('updateRun', { runId, update: toRunRowUpdate(update, now()) }),
    deleteRun: async (runId) => writable().call('deleteRun', { runId }),
    async appendPoints(runId, points) {
      const packed = packPoints(points);
      await writable().call('appendPoints', { runId, points: packed }, buffersOf(packed));
    },
    appendEntry: async (runId, entry) => writable().call('appendEntry', { runId, entry: toEntryRow(entry) }),
    appendConsole: async (runId, lines) => writable().call('appendConsole', { runId, lines }),
    recordCheckpoint: async (runId, checkpoint, { forget = [] } = {}) =>
      writable().call('recordCheckpoint', { runId, checkpoint, forget: [...forget] }),
    async recordCommand(runId, command) {
      const { id, sentAt } = command;
      await writable().call('recordCommand', { runId, command: { id, sentAt, command: commandCodec.encode(command) } });
    },
    async recordOutcome(runId, outcome) {
      const { commandId } = outcome;
      const row = { commandId, outcome: commandOutcomeCodec.encode(outcome) };
      await writable().call('recordOutcome', { runId, outcome: row });
    },
  } satisfies Partial<RunStore>;
}

/** What was kept of it. */
function reading(opened: () => StoreClient) {
  async function readPoints(runId: string, query: MetricQuery): Promise<PackedPoints> {
    return opened().call('points', { runId, ...seriesQuery(query) });
  }

  return {
    async run(runId) {
      const row = await opened().call('run', { runId });
      return row && fromRunRow(row);
    },
    runs: async (filter = {}) => (await opened().call('runs', filter)).map(fromRunRow),
    series: async (runId) => (await opened().call('series', { runId })).map(toMetricSeries),
    points: async (runId, query = {}) => unpackPoints(await readPoints(runId, query)),
    pointsWithBigSteps: async (runId, query = {}) => unpackStepPoints(await readPoints(runId, query)),
    async curve(runId, { maxPoints = 2000, fromStep = 0, toStep = Number.MAX_SAFE_INTEGER, ...query } = {}) {
      const span = { from: fromStep, to: toStep + 1, maxPoints };
      return unpackPoints(await opened().call('curve', { runId, query: { ...seriesQuery(query), ...span } }));
    },
    async entries(runId, { kind, name } = {}) {
      const query = { kind: kind ?? null, name: name ?? null };
      return (await opened().call('entries', { runId, query })).map(fromEntryRow);
    },
    console: async (runId, { limit = 1000 } = {}) => opened().call('console', { runId, limit }),
    commands: async (runId) => (await opened().call('commands', { runId })).map(fromCommandRow),
    checkpoints: async (runId) => opened().call('checkpoints', { runId }),
  } satisfies Partial<RunStore>;
}

interface RelayAccess {
  opened: () => StoreClient;
  writable: () => StoreClient;
  now: () => number;
}

/** What relays follow a run by: its writes in their order, and how far each tracker has them. */
function relaying({ opened, writable, now }: RelayAccess) {
  async function cursors(runId: string): Promise<RelayCursor[]> {
    return (await opened().call('cursors', { runId })).map(toRelayCursor);
  }

  return {
    async changes(runId, { after, limit = 2000 }) {
      const { last, points, entries } = await opened().call('changes', { runId, after, limit });
      return { position: last, points: unpackStepPoints(points), entries: entries.map(fromEntryRow) };
    },
    position: async (runId) => opened().call('position', { runId }),
    async claimCursor(runId, tracker, { deadOwner = null, ...claim }) {
      await writable().call('claimCursor', { runId, claim: { ...claim, tracker, deadOwner, now: now() } });
      const claimed = (await cursors(runId)).find((cursor) => cursor.tracker === tracker);
      if (!claimed) throw new TrackingError('tracking/unknown-run', `Run '${runId}' was deleted meanwhile.`);
      return claimed;
    },
    async saveCursor(runId, tracker, { owner, forMs, position = null, state, error = null }) {
      const row = { tracker, owner, forMs, position, error, now: now(), state: state ? toTaggedJson(state) : null };
      await writable().call('saveCursor', { runId, update: row });
    },
    cursors,
  } satisfies Partial<RunStore>;
}

async function closeWorker(client: StoreClient): Promise<void> {
  // Those who waited for a worker that died have heard of it; nothing is left to flush.
  if (client.hasCrashed) return;
  try {
    await client.call('flush', null);
  } finally {
    await endWorker(client);
  }
}

async function endWorker(client: StoreClient): Promise<void> {
  try {
    await client.call('close', null);
  } finally {
    await client.end();
  }
}

function seriesQuery({ name, context }: MetricQuery): { name: string | null; context: string | null } {
  return { name: name ?? null, context: context ? canonicalContext(context) : null };
}

function toMetricSeries({ name, context, count, last }: SeriesSummary): MetricSeries {
  const parsed = parseContext(context);
  return { name, context: parsed, count, last: { name, context: { ...parsed }, ...last } };
}
