import type { RunRecord, RunStore } from '@cartwheel/tracking';
import { setTimeout as wait } from 'node:timers/promises';
import type { LiveEvent } from '../api/live-event.schema.ts';
import { curvesOf } from './curves-of.ts';
import { summaryOf } from './summary-of.ts';

/** How long a change may wait before it is seen: the store has no way to tell readers in other processes. */
const POLL_MS = 100;
const MOST_POINTS = 5000;

/** What changes of a run, from a position on, until the signal aborts or the run is deleted. */
export async function* followRun(
  store: RunStore,
  runId: string,
  { after, signal }: { after: number; signal: AbortSignal },
): AsyncGenerator<LiveEvent> {
  let position = after;
  let known: RunRecord | null = null;
  while (!signal.aborted) {
    const changes = await store.changes(runId, { after: position, limit: MOST_POINTS });
    const hasMore = changes.position > position;
    position = changes.position;
    if (changes.points.length > 0) yield { type: 'points', position, curves: curvesOf(changes.points) };
    const run = await store.run(runId);
    if (run === null) return;
    if (known === null || isOther(run, known)) yield { type: 'run', position, run: summaryOf(run) };
    known = run;
    if (!hasMore) await pause(signal);
  }
}

function isOther(a: RunRecord, b: RunRecord): boolean {
  return a.updatedAt !== b.updatedAt || a.status !== b.status || a.timesteps !== b.timesteps;
}

async function pause(signal: AbortSignal): Promise<void> {
  try {
    await wait(POLL_MS, undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
