import { BrokerError } from '@cartwheel/broker';
import type { RunStatus } from '@cartwheel/experiment-state';
import { deleteRun, openRecord, projectFolder } from '@cartwheel/session';
import type { RunRecord, RunStore } from '@cartwheel/tracking';
import type { FastifyInstance } from 'fastify';
import { shelf as shelfSchema, shelving, type Shelving } from '../api/shelf.schema.ts';
import type { Mirror } from '../mirror/open-records.ts';
import { refuseQuery } from '../server/run-routes.ts';
import type { RunViewers } from '../steering/run-viewers.ts';
import { shelfOf, tagsOn } from './shelf-of.ts';

export interface ShelfParts {
  viewers: RunViewers;
  out: string;
  /** Of runs elsewhere, where there is Redis. */
  mirror?: Mirror | undefined;
}

/** Puts runs away, and deletes for good what is in the trash: of a run elsewhere, what is kept of it here. */
export function addShelfRoutes(server: FastifyInstance, { viewers, out, mirror }: ShelfParts): void {
  server.post('/api/shelf', async ({ body }, reply) => {
    const asked = shelving.safeParse(body);
    if (!asked.success) return refuseQuery(reply, asked.error);
    const { runIds, to } = asked.data;
    await using record = await openRecord(projectFolder(out));
    const stores = [record.store, ...(mirror === undefined ? [] : [mirror.store])];
    const found = (await Promise.all(runIds.map((runId) => findIn(stores, runId)))).filter((kept) => kept !== null);
    for (const { store, run } of found) await store.updateRun(run.runId, { tags: tagsOn(to, run.tags) });
    return { before: placesOf(found.map(({ run }) => run)) };
  });

  server.post('/api/trash/empty', async () => {
    const deleted: string[] = [];
    const kept: string[] = [];
    for (const { runId } of inTrash(await runsHere(out))) {
      const isTrained = await isAnswering(viewers, runId, false);
      if (!isTrained) {
        // First: Redis may still have it.
        await mirror?.deleted.add(runId);
        await deleteRun({ run: runId, out, force: true });
      }
      (isTrained ? kept : deleted).push(runId);
    }
    for (const { runId, status } of inTrash((await mirror?.store.runs()) ?? [])) {
      const isTrained = await isAnswering(viewers, runId, !ENDED.has(status));
      if (!isTrained) {
        await mirror?.deleted.add(runId);
        await mirror?.store.deleteRun(runId);
      }
      (isTrained ? kept : deleted).push(runId);
    }
    return { deleted, kept };
  });
}

async function runsHere(out: string): Promise<RunRecord[]> {
  await using record = await openRecord(projectFolder(out), { readOnly: true });
  return await record.store.runs();
}

function placesOf(runs: readonly RunRecord[]): Shelving[] {
  return shelfSchema.options.flatMap((to) => {
    const runIds = runs.filter(({ tags }) => shelfOf(tags) === to).map(({ runId }) => runId);
    return runIds.length === 0 ? [] : [{ runIds, to }];
  });
}

function inTrash(runs: readonly RunRecord[]): RunRecord[] {
  return runs.filter(({ tags }) => shelfOf(tags) === 'trash');
}

/** In the first store that has it. */
async function findIn(stores: readonly RunStore[], runId: string): Promise<{ store: RunStore; run: RunRecord } | null> {
  for (const store of stores) {
    const run = await store.run(runId);
    if (run !== null) return { store, run };
  }
  return null;
}

const ENDED: ReadonlySet<RunStatus> = new Set(['finished', 'failed', 'lost']);

/**
 * A run whose process was killed is `running` in the record for ever: only an answer shows that it is. `otherwise` is
 * what holds where there is none.
 */
async function isAnswering(viewers: RunViewers, runId: string, otherwise: boolean): Promise<boolean> {
  try {
    await using view = await viewers.open(runId);
    const state = await view.viewer.read(runId);
    return state !== null && !ENDED.has(state.status);
  } catch (error) {
    if (error instanceof BrokerError && error.code === 'broker/unreachable') return otherwise;
    throw error;
  }
}
