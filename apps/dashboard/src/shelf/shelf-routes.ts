import { BrokerError } from '@cartwheel/broker';
import { deleteRun, openRecord, projectFolder } from '@cartwheel/session';
import type { RunRecord } from '@cartwheel/tracking';
import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import { shelf as shelfSchema, shelving, type Shelving } from '../api/shelf.schema.ts';
import type { RunViewers } from '../steering/run-viewers.ts';
import { shelfOf, tagsOn } from './shelf-of.ts';

export interface ShelfParts {
  viewers: RunViewers;
  out: string;
}

/** Puts runs of this folder away, and deletes for good what is in the trash. */
export function addShelfRoutes(server: FastifyInstance, { viewers, out }: ShelfParts): void {
  server.post('/api/shelf', async ({ body }, reply) => {
    const asked = shelving.safeParse(body);
    if (!asked.success) {
      return reply.code(400).send({ code: 'dashboard/invalid-query', message: z.prettifyError(asked.error) });
    }
    const { runIds, to } = asked.data;
    await using record = await openRecord(projectFolder(out));
    const runs = (await Promise.all(runIds.map((runId) => record.store.run(runId)))).filter((run) => run !== null);
    for (const { runId, tags } of runs) await record.store.updateRun(runId, { tags: tagsOn(to, tags) });
    return { before: placesOf(runs) };
  });

  server.post('/api/trash/empty', async () => {
    const deleted: string[] = [];
    const kept: string[] = [];
    for (const { runId, tags } of await runsHere(out)) {
      if (shelfOf(tags) !== 'trash') continue;
      const isTrained = await isAnswering(viewers, runId);
      if (!isTrained) await deleteRun({ run: runId, out, force: true });
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

/** A run whose process was killed is `running` in the record for ever: only an answer shows that it is. */
async function isAnswering(viewers: RunViewers, runId: string): Promise<boolean> {
  try {
    await using view = await viewers.open(runId);
    const state = await view.viewer.read(runId);
    return state !== null && !['finished', 'failed', 'lost'].includes(state.status);
  } catch (error) {
    if (error instanceof BrokerError && error.code === 'broker/unreachable') return false;
    throw error;
  }
}
