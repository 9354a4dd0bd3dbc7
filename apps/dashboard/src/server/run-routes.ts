import { jsonValue, runId } from '@cartwheel/experiment-state';
import { algorithmNames, hyperparametersOf } from '@cartwheel/algorithms';
import type { RunRecord } from '@cartwheel/tracking';
import type { FastifyInstance, FastifyReply } from 'fastify';
import * as z from 'zod';
import { MARK, placedMark, type PlacedMark } from '../api/curve-mark.schema.ts';
import { curves } from '../api/curves.schema.ts';
import { runDetail, type RunDetail } from '../api/run-detail.schema.ts';
import { runSummary } from '../api/run-summary.schema.ts';
import { curvesOf } from './curves-of.ts';
import type { RunReader } from './run-reader.ts';
import { summaryOf } from './summary-of.ts';

const ofRun = z.object({ runId });
const curveQuery = z.object({
  name: z.string().optional(),
  points: z.coerce.number().int().min(2).max(20_000).default(2000),
});
/** The newest so many, or those that changed since. */
const runsQuery = z.object({
  limit: z.coerce.number().int().positive().optional(),
  updatedFrom: z.coerce.number().nonnegative().optional(),
});
const runSummaries = z.array(runSummary);

export function addRunRoutes(server: FastifyInstance, store: RunReader): void {
  server.get('/api/runs', async ({ query }, reply) => {
    const asked = runsQuery.safeParse(query);
    if (!asked.success) return refuseQuery(reply, asked.error);
    return z.encode(runSummaries, (await store.runs(asked.data)).toReversed().map(summaryOf));
  });

  server.get('/api/runs/:runId', async ({ params }, reply) => {
    const run = await findRun(store, params);
    return run === null ? refuseRun(reply) : z.encode(runDetail, await detailOf(store, run));
  });

  server.get('/api/runs/:runId/curves', async ({ params, query }, reply) => {
    const run = await findRun(store, params);
    const asked = curveQuery.safeParse(query);
    if (run === null) return refuseRun(reply);
    if (!asked.success) return refuseQuery(reply, asked.error);
    // The position first: a point between the two reads is sent twice, and takes its own place.
    const position = await store.position(run.runId);
    const { name, points: maxPoints } = asked.data;
    const points = await store.curve(run.runId, { maxPoints, ...(name === undefined ? {} : { name }) });
    return z.encode(curves, { position, curves: curvesOf(points) });
  });
}

export async function findRun(store: RunReader, params: unknown): Promise<RunRecord | null> {
  const parsed = ofRun.safeParse(params);
  return parsed.success ? store.run(parsed.data.runId) : null;
}

export function refuseRun(reply: FastifyReply): FastifyReply {
  return reply.code(404).send({
    code: 'dashboard/no-such-run',
    message: 'There is no such run in this project folder: it may have been deleted.',
  });
}

export function refuseQuery(reply: FastifyReply, error: z.ZodError): FastifyReply {
  return reply.code(400).send({ code: 'dashboard/invalid-query', message: z.prettifyError(error) });
}

async function detailOf(store: RunReader, run: RunRecord): Promise<RunDetail> {
  const [checkpoints, commands, console, entries] = await Promise.all([
    store.checkpoints(run.runId),
    store.commands(run.runId),
    store.console(run.runId, { limit: 500 }),
    store.entries(run.runId, { kind: 'text', name: MARK }),
  ]);
  return {
    ...summaryOf(run),
    hyperparameters: z.record(z.string(), jsonValue).parse(run.hyperparameters),
    error: run.error,
    host: run.host,
    checkpoints,
    commands,
    console,
    settable: settableOf(run.algorithm),
    marks: entries.flatMap((entry) => (entry.kind === 'text' ? [markOf(entry)] : [])),
  };
}

function markOf({ step, text }: { step: number; text: string }): PlacedMark {
  return placedMark.parse({ step, mark: text });
}

/** What of a learner may change while it learns; nothing of one that is not Cartwheel's. */
function settableOf(algorithm: string): RunDetail['settable'] {
  if (!algorithmNames().includes(algorithm)) return [];
  return Object.entries(hyperparametersOf(algorithm))
    .filter(([, { live }]) => live)
    .map(([name, { expected, expectedInText = expected }]) => ({ name, expected: expectedInText }));
}
