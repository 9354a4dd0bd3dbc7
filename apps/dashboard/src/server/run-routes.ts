import { jsonValue, runId } from '@cartwheel/experiment-state';
import type { RunRecord, RunStore } from '@cartwheel/tracking';
import type { FastifyInstance, FastifyReply } from 'fastify';
import * as z from 'zod';
import { curves } from '../api/curves.schema.ts';
import { runDetail, type RunDetail } from '../api/run-detail.schema.ts';
import { runSummary } from '../api/run-summary.schema.ts';
import { curvesOf } from './curves-of.ts';
import { summaryOf } from './summary-of.ts';

const ofRun = z.object({ runId });
const curveQuery = z.object({
  name: z.string().optional(),
  points: z.coerce.number().int().min(2).max(20_000).default(2000),
});
const runSummaries = z.array(runSummary);

export function addRunRoutes(server: FastifyInstance, store: RunStore): void {
  server.get('/api/runs', async () => z.encode(runSummaries, (await store.runs()).toReversed().map(summaryOf)));

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

export async function findRun(store: RunStore, params: unknown): Promise<RunRecord | null> {
  const parsed = ofRun.safeParse(params);
  return parsed.success ? store.run(parsed.data.runId) : null;
}

export function refuseRun(reply: FastifyReply): FastifyReply {
  return reply
    .code(404)
    .send({ code: 'dashboard/no-such-run', message: 'There is no such run in this project folder.' });
}

function refuseQuery(reply: FastifyReply, error: z.ZodError): FastifyReply {
  return reply.code(400).send({ code: 'dashboard/invalid-query', message: z.prettifyError(error) });
}

async function detailOf(store: RunStore, run: RunRecord): Promise<RunDetail> {
  const [checkpoints, commands, series, console] = await Promise.all([
    store.checkpoints(run.runId),
    store.commands(run.runId),
    store.series(run.runId),
    store.console(run.runId, { limit: 500 }),
  ]);
  return {
    ...summaryOf(run),
    hyperparameters: z.record(z.string(), jsonValue).parse(run.hyperparameters),
    error: run.error,
    checkpoints,
    commands,
    series: series.map(({ name, context, count }) => ({ name, context: { ...context }, count })),
    console,
  };
}
