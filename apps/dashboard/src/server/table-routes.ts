import { jsonValue } from '@cartwheel/experiment-state';
import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import { settings } from '../api/settings.schema.ts';
import { sparklines } from '../api/sparklines.schema.ts';
import type { RunReader } from './run-reader.ts';
import { refuseQuery } from './run-routes.ts';

const RETURNS = 'rollout/ep_rew_mean';
const SPARK_POINTS = 48;
/** As many as are in sight. */
const MOST_SPARKLINES = 100;

const ofSparklines = z.object({ runs: z.string().transform((text) => text.split(',').slice(0, MOST_SPARKLINES)) });
const ofSettings = z.object({ name: z.string().optional() });

/** What the table of runs asks for when it is wanted: curves of the rows in sight, and values to group by. */
export function addTableRoutes(server: FastifyInstance, store: RunReader): void {
  server.get('/api/sparklines', async ({ query }, reply) => {
    const asked = ofSparklines.safeParse(query);
    if (!asked.success) return refuseQuery(reply, asked.error);
    const lines = asked.data.runs.map(async (runId) => {
      const points = await store.curve(runId, { name: RETURNS, context: {}, maxPoints: SPARK_POINTS });
      return { runId, values: points.map(({ value }) => value) };
    });
    return z.encode(sparklines, await Promise.all(lines));
  });

  server.get('/api/settings', async ({ query }, reply) => {
    const asked = ofSettings.safeParse(query);
    if (!asked.success) return refuseQuery(reply, asked.error);
    const { name } = asked.data;
    const runs = await store.runs();
    const names = new Set(runs.flatMap(({ hyperparameters }) => Object.keys(hyperparameters)));
    const values =
      name === undefined
        ? {}
        : Object.fromEntries(
            runs.flatMap(({ runId, hyperparameters }) =>
              Object.hasOwn(hyperparameters, name) ? [[runId, jsonValue.parse(hyperparameters[name])]] : [],
            ),
          );
    return z.encode(settings, { names: [...names].toSorted(), values });
  });
}
