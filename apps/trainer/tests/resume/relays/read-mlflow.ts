import * as z from 'zod';
import { stepsOf, type RelayedSteps } from './relayed-points.ts';

const experiments = z.object({ experiments: z.array(z.object({ experiment_id: z.string() })) });
const found = z.object({
  runs: z.array(
    z.object({
      info: z.object({ run_id: z.string(), status: z.string() }),
      data: z.object({ metrics: z.array(z.object({ key: z.string() })).default([]) }),
    }),
  ),
});
const history = z.object({ metrics: z.array(z.object({ step: z.coerce.number() })).default([]) });

/** The steps of all metrics of a run in MLflow, and the run's status there. */
export async function readMlflow(url: string, runId: string): Promise<{ status: string; steps: RelayedSteps }> {
  const ask = async (path: string, body?: object): Promise<unknown> => {
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const response = await fetch(`${url}/api/2.0/mlflow/${path}`, body === undefined ? {} : init);
    if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
    return response.json();
  };
  const all = experiments.parse(await ask('experiments/search', { max_results: 1000 })).experiments;
  const experiment_ids = all.map(({ experiment_id: id }) => id);
  const filter = `tags."cartwheel.run_id" = '${runId}'`;
  const { runs } = found.parse(await ask('runs/search', { experiment_ids, filter }));
  if (runs.length !== 1) throw new Error(`MLflow has ${runs.length} runs of ${runId}.`);
  const [{ info, data }] = runs;
  const points: [string, number][] = [];
  for (const { key } of data.metrics) {
    const query = new URLSearchParams({ run_id: info.run_id, metric_key: key, max_results: '25000' });
    const { metrics } = history.parse(await ask(`metrics/get-history?${query.toString()}`));
    points.push(...metrics.map(({ step }): [string, number] => [key, step]));
  }
  return { status: info.status, steps: stepsOf(points) };
}
