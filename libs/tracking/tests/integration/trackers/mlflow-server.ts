import { join } from 'node:path';
import * as z from 'zod';
import { pythonServer, type TestServer } from '../python-server.ts';

/** The Python package. */
export const MLFLOW = 'mlflow==3.17.2';

export interface MlflowServer extends TestServer {
  readonly url: string;
  /** The run of that id of ours, over REST; undefined where there is none. */
  find(runId: string): Promise<MlflowRunRead | undefined>;
  /** Every value of a metric, as [step, value, time]. */
  history(run: MlflowRunRead, key: string): Promise<[step: number, value: number, time: number][]>;
  artifact(run: MlflowRunRead, path: string): Promise<Uint8Array>;
}

const keyed = z.array(z.object({ key: z.string(), value: z.string() })).default([]);
const runRead = z.object({
  info: z.object({
    run_id: z.string(),
    run_name: z.string(),
    status: z.string(),
    start_time: z.number(),
    end_time: z.number().optional(),
    artifact_uri: z.string(),
  }),
  data: z.object({ params: keyed, tags: keyed, metrics: z.array(z.object({ key: z.string() })).default([]) }),
});
export type MlflowRunRead = z.output<typeof runRead>;

const experiments = z.object({ experiments: z.array(z.object({ experiment_id: z.string() })) });
const runs = z.object({ runs: z.array(runRead).default([]) });
/** Protobuf's JSON has what JSON lacks as texts. */
const double = z.union([z.number(), z.enum(['NaN', 'Infinity', '-Infinity']).transform(Number)]);
const whole = z.coerce.number();
const history = z.object({
  metrics: z.array(z.object({ step: whole, value: double, timestamp: whole })).default([]),
  next_page_token: z.string().optional(),
});

/** Not yet started; its data is in the folder. */
export async function mlflowServer(programs: string, dir: string): Promise<MlflowServer> {
  const server = await pythonServer({
    command: join(programs, 'mlflow'),
    args: (port) =>
      `server --backend-store-uri sqlite:///${dir}/mlflow.db --artifacts-destination ${dir}/artifacts --host 127.0.0.1 --port ${port} --workers 1`.split(
        ' ',
      ),
    env: { MLFLOW_SERVER_ENABLE_JOB_EXECUTION: 'false', MLFLOW_DISABLE_TELEMETRY: 'true' },
    healthPath: '/health',
  });
  const url = `http://127.0.0.1:${server.port}`;
  const api = async (path: string, init?: RequestInit): Promise<unknown> => {
    const response = await fetch(`${url}/api/2.0/mlflow/${path}`, init);
    if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
    return response.json();
  };
  const post = (path: string, body: object): Promise<unknown> =>
    api(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

  return {
    url,
    start: () => server.start(),
    kill: () => server.kill(),
    async find(runId) {
      const all = experiments.parse(await post('experiments/search', { max_results: 1000 })).experiments;
      const filter = `tags."cartwheel.run_id" = '${runId}'`;
      const found = runs.parse(
        await post('runs/search', { experiment_ids: all.map((each) => each.experiment_id), filter }),
      );
      if (found.runs.length > 1) throw new Error(`Run ${runId} is there ${found.runs.length} times.`);
      return found.runs[0];
    },
    async history({ info }, key) {
      const values: [number, number, number][] = [];
      let token: string | undefined;
      do {
        const query = new URLSearchParams({ run_id: info.run_id, metric_key: key, max_results: '5000' });
        if (token) query.set('page_token', token);
        const page = history.parse(await api(`metrics/get-history?${query.toString()}`));
        values.push(
          ...page.metrics.map(({ step, value, timestamp }): [number, number, number] => [step, value, timestamp]),
        );
        token = page.next_page_token;
      } while (token);
      return values;
    },
    async artifact({ info }, path) {
      const root = info.artifact_uri.replace('mlflow-artifacts:/', '');
      const response = await fetch(`${url}/api/2.0/mlflow-artifacts/artifacts/${root}/${path}`);
      if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
      return new Uint8Array(await response.arrayBuffer());
    },
  };
}
