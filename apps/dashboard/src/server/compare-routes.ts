import { jsonValue, runId } from '@cartwheel/experiment-state';
import type { RunRecord } from '@cartwheel/tracking';
import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import { compared, comparedCurves, type SettledRun } from '../api/compared.schema.ts';
import { curvesOf } from './curves-of.ts';
import type { RunReader } from './run-reader.ts';
import { refuseQuery } from './run-routes.ts';
import { summaryOf } from './summary-of.ts';

/** More curves than a person tells apart. */
const MOST_RUNS = 200;
const CURVE_POINTS = 2000;

const runs = z
  .string()
  .transform((text) => text.split(','))
  .pipe(z.array(runId).max(MOST_RUNS));
const ofRuns = z.object({ runs });
const ofCurves = z.object({ runs, name: z.string() });

/** What is compared, in two requests however many runs there are: a browser makes six at a time. */
export function addCompareRoutes(server: FastifyInstance, store: RunReader): void {
  server.get('/api/compared', async ({ query }, reply) => {
    const asked = ofRuns.safeParse(query);
    if (!asked.success) return refuseQuery(reply, asked.error);
    const found = await Promise.all(asked.data.runs.map((each) => store.run(each)));
    const here = found.filter((run) => run !== null);
    const series = await Promise.all(here.map((run) => store.series(run.runId)));
    const metrics = [...new Set(series.flat().map(({ name }) => name))].toSorted();
    return z.encode(compared, { runs: here.map(settledOf), metrics });
  });

  server.get('/api/compared/curves', async ({ query }, reply) => {
    const asked = ofCurves.safeParse(query);
    if (!asked.success) return refuseQuery(reply, asked.error);
    const { name } = asked.data;
    const curves = asked.data.runs.map(async (each) => {
      const [curve] = curvesOf(await store.curve(each, { name, maxPoints: CURVE_POINTS }));
      return curve === undefined ? [] : [{ runId: each, curve }];
    });
    return z.encode(comparedCurves, (await Promise.all(curves)).flat());
  });
}

function settledOf(run: RunRecord): SettledRun {
  return { ...summaryOf(run), hyperparameters: z.record(z.string(), jsonValue).parse(run.hyperparameters) };
}
