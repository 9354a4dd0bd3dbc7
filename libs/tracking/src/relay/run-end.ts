import type { RunRecord, RunStore } from '../run-store/run-store.ts';
import type { TrackedEnd } from './tracker.ts';

/** How a run ended; null while it goes on, as far as its row says. */
export function endOf({ status, updatedAt }: RunRecord): TrackedEnd | null {
  if (status === 'finished' || status === 'failed' || status === 'lost') return { status, time: updatedAt };
  return null;
}

/** A run whose record has not grown for so long has no process any more that writes it. */
const SILENCE_MS = 60_000;

/** The same for whoever comes later: a run that says that it goes on, and does not, is lost. */
export async function endOfSilent(store: RunStore, run: RunRecord, now: number): Promise<TrackedEnd | null> {
  const end = endOf(run);
  if (end) return end;
  const times = (await store.series(run.runId)).map(({ last }) => last.time);
  const time = Math.max(run.updatedAt, ...times);
  return now - time > SILENCE_MS ? { status: 'lost', time } : null;
}
