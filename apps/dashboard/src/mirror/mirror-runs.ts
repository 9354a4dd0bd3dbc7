import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Scope } from '@cartwheel/async-guard';
import { BrokerError, type ExperimentBroker } from '@cartwheel/broker';
import type { ExperimentState } from '@cartwheel/experiment-state';
import type { DeletedRuns } from '@cartwheel/session';
import { TrackingError, type RunStore } from '@cartwheel/tracking';
import { pause } from '../live/pause.ts';
import type { RunReader } from '../server/run-reader.ts';
import { isAway } from './is-away.ts';
import { mirrorRun } from './mirrored-run.ts';

const LOOK_EVERY_MS = 1_000;
const ENDS: ReadonlySet<string> = new Set(['tracking/cursor-taken', 'tracking/unknown-run']);

export interface MirrorParts {
  /** Throws `broker/unreachable` while Redis is away. */
  openBroker: () => Promise<ExperimentBroker>;
  /** Runs of this machine, which need no mirror. */
  local: RunReader;
  /** The dashboard's own. */
  store: RunStore;
  deleted: DeletedRuns;
  scope: Scope;
}

/** Finds the runs that other machines train, and keeps each in the dashboard's own store. */
export async function mirrorRuns(parts: MirrorParts, signal: AbortSignal): Promise<void> {
  const { openBroker, local, store, deleted, scope } = parts;
  const owner = `${hostname()}:${process.pid}:${randomUUID()}`;
  const underWay = new Set<string>();

  async function isNew({ runId, status }: ExperimentState): Promise<boolean> {
    if (underWay.has(runId) || (await local.run(runId)) !== null) return false;
    const known = await store.run(runId);
    return known === null || known.status !== status || (status !== 'finished' && status !== 'failed');
  }

  async function look(): Promise<void> {
    const broker = await openBroker();
    const states = await broker.list();
    const gone = await deleted.all();
    for (const state of states) {
      const { runId } = state;
      if (gone.has(runId) || !(await isNew(state))) continue;
      underWay.add(runId);
      void scope.spawn(`mirror run ${runId}`, async (scopeSignal) => {
        try {
          await mirrorRun({ broker, store, runId, owner }, state, AbortSignal.any([signal, scopeSignal]));
        } catch (error) {
          if (error instanceof BrokerError && error.code === 'broker/unknown-run') await markLost(store, runId);
          // Another dashboard of this folder keeps it, or it was deleted here.
          else if (!(error instanceof TrackingError && ENDS.has(error.code))) throw error;
        } finally {
          underWay.delete(runId);
        }
      });
    }
  }

  while (!signal.aborted) {
    try {
      await look();
    } catch (error) {
      if (signal.aborted) return;
      // Pages say it of each run; the next look may find Redis again.
      if (!isAway(error)) throw error;
    }
    await pause(LOOK_EVERY_MS, signal);
  }
}

/** Redis has it no longer: somebody deleted it there, and what is here stays, but nothing more comes of it. */
async function markLost(store: RunStore, runId: string): Promise<void> {
  const status = (await store.run(runId))?.status;
  if (status !== undefined && status !== 'finished' && status !== 'failed')
    await store.updateRun(runId, { status: 'lost' });
}
