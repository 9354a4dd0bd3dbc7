import { BrokerError } from '@cartwheel/broker';
import type { RunStatus } from '@cartwheel/experiment-state';
import { deletedRuns, deleteRun, openRecord, projectFolder } from '@cartwheel/session';
import type { RunRecord, RunStore } from '@cartwheel/tracking';
import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import { deletedIds, shelf as shelfSchema, shelving, type Shelving } from '../api/shelf.schema.ts';
import { openProjectRecord } from '../server/project-record.ts';
import { refuseQuery } from '../server/run-routes.ts';
import type { RunViewers } from '../steering/run-viewers.ts';
import { shelfOf, tagsOn } from './shelf-of.ts';

export interface ShelfParts {
  viewers: RunViewers;
  out: string;
  /** What is kept here of runs elsewhere, where there is Redis. */
  mirror?: RunStore | undefined;
}

/** Puts runs away, and deletes for good what is in the trash: of a run elsewhere, what is kept of it here. */
export function addShelfRoutes(server: FastifyInstance, { viewers, out, mirror }: ShelfParts): void {
  const goneRuns = deletedRuns(projectFolder(out));

  server.get('/api/deleted', async () => z.encode(deletedIds, [...(await goneRuns.all())]));

  server.post('/api/shelf', async ({ body }, reply) => {
    const asked = shelving.safeParse(body);
    if (!asked.success) return refuseQuery(reply, asked.error);
    const { runIds, to } = asked.data;
    await using record = await openRecord(projectFolder(out));
    const stores = [record.store, ...(mirror === undefined ? [] : [mirror])];
    const found = (await Promise.all(runIds.map((runId) => findIn(stores, runId)))).filter((kept) => kept !== null);
    for (const { store, run } of found) await store.updateRun(run.runId, { tags: tagsOn(to, run.tags) });
    return { before: placesOf(found.map(({ run }) => run)) };
  });

  server.post('/api/trash/empty', async () => {
    const deleted: string[] = [];
    const kept: string[] = [];
    for (const { runId } of inTrash(await runsHere(out))) {
      const isTrained = await isAnswering(viewers, runId, false);
      if (!isTrained) await deleteRun({ run: runId, out, force: true });
      (isTrained ? kept : deleted).push(runId);
    }
    for (const { runId, status } of inTrash((await mirror?.runs()) ?? [])) {
      const isTrained = await isAnswering(viewers, runId, !ENDED.has(status));
      if (!isTrained) {
        // First: Redis may still have it.
        await goneRuns.add(runId);
        await mirror?.deleteRun(runId);
      }
      (isTrained ? kept : deleted).push(runId);
    }
    return { deleted, kept };
  });
}

async function runsHere(out: string): Promise<RunRecord[]> {
  await using record = await openProjectRecord(out);
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
