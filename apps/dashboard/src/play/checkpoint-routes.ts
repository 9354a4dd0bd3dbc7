import { readFile } from 'node:fs/promises';
import { sep } from 'node:path';
import { MODEL_FILES } from '@cartwheel/algorithms';
import { projectFolder } from '@cartwheel/session';
import type { FastifyInstance, FastifyReply } from 'fastify';
import * as z from 'zod';
import type { RunReader } from '../server/run-reader.ts';
import { findRun, refuseRun } from '../server/run-routes.ts';

const ofFile = z.object({ step: z.coerce.number().int().nonnegative(), file: z.enum(MODEL_FILES) });

/** A checkpoint's own files, for a page that plays with it. */
export function addCheckpointRoutes(server: FastifyInstance, store: RunReader, out: string): void {
  const folder = projectFolder(out);
  const runs = folder.resolve('runs') + sep;

  server.get('/api/runs/:runId/checkpoints/:step/:file', async ({ params }, reply) => {
    const run = await findRun(store, params);
    if (run === null) return refuseRun(reply);
    const asked = ofFile.safeParse(params);
    if (!asked.success) return refuseFile(reply);
    const { step, file } = asked.data;
    const checkpoint = (await store.checkpoints(run.runId)).find((each) => each.step === step);
    if (checkpoint === undefined) return refuseFile(reply);
    const path = folder.resolve(`${checkpoint.path}/${file}`);
    // What a record names is no reason to read elsewhere.
    if (!path.startsWith(runs)) return refuseFile(reply);
    const bytes = await bytesOf(path);
    return bytes === undefined ? refuseFile(reply) : reply.type('application/octet-stream').send(bytes);
  });
}

async function bytesOf(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function refuseFile(reply: FastifyReply): FastifyReply {
  return reply.code(404).send({
    code: 'dashboard/no-such-checkpoint',
    message: 'There is no such checkpoint on this machine: only the newest ones, the first and the best are kept.',
  });
}
