import * as z from 'zod';
import type { OpenTrackedRunOptions, TrackedEnd, TrackedRun } from '../relay/tracker.ts';
import type { RunChanges, RunRecord } from '../run-store/run-store.ts';
import { MlflowError } from './mlflow-error.ts';
import type { MlflowHttp } from './mlflow-http.ts';
import { fileOf, metricJson, paramsOf, tagsOf, type ArtifactFile, type KeyedText } from './run-values.ts';

/** The most that one `log-batch` takes. */
const MOST_METRICS = 1000;
const MOST_TEXTS = 100;

const RUN_ID_TAG = 'cartwheel.run_id';
const STATUS = { finished: 'FINISHED', failed: 'FAILED', lost: 'KILLED' } as const;
/** What the server serves by itself; anything else it expects of clients to reach. */
const SERVED_ARTIFACTS = 'mlflow-artifacts:/';

const experimentReply = z.object({ experiment: z.object({ experiment_id: z.string() }) });
const createdExperiment = z.object({ experiment_id: z.string() });
const mlflowRun = z.object({
  info: z.object({ run_id: z.string(), artifact_uri: z.string().default('') }),
  data: z
    .object({ params: z.array(z.object({ key: z.string(), value: z.string() })).default([]) })
    .default({ params: [] }),
});
const runReply = z.object({ run: mlflowRun });
const runsReply = z.object({ runs: z.array(mlflowRun).default([]) });

type FoundRun = z.output<typeof mlflowRun>;

/** A run of ours at an MLflow server. */
export class MlflowRun implements TrackedRun {
  readonly startOver: boolean;
  readonly #http: MlflowHttp;
  readonly #runId: string;
  readonly #artifactUri: string;
  readonly #params: Map<string, string>;

  private constructor(http: MlflowHttp, { info, data }: FoundRun, startOver: boolean) {
    this.#http = http;
    this.#runId = info.run_id;
    this.#artifactUri = info.artifact_uri;
    this.#params = new Map(data.params.map(({ key, value }) => [key, value]));
    this.startOver = startOver;
  }

  static async open(http: MlflowHttp, run: RunRecord, { position, signal }: OpenTrackedRunOptions): Promise<MlflowRun> {
    const experiment = await experimentOf(http, run.experiment, signal);
    const found = await findRun(http, experiment, run.runId, signal);
    const opened = new MlflowRun(
      http,
      found ?? (await createRun(http, experiment, run, signal)),
      !found && position > 0,
    );
    await opened.#post('runs/update', { run_id: opened.#runId, status: 'RUNNING' }, signal);
    await opened.update(run, signal);
    return opened;
  }

  get state(): { runId: string } {
    return { runId: this.#runId };
  }

  async write({ points, entries }: RunChanges, signal: AbortSignal): Promise<void> {
    for (let from = 0; from < points.length; from += MOST_METRICS) {
      const metrics = points.slice(from, from + MOST_METRICS).map(metricJson);
      const body = `{"run_id":${JSON.stringify(this.#runId)},"metrics":[${metrics.join(',')}]}`;
      await this.#http.post('runs/log-batch', body, signal);
    }
    for (const entry of entries) await this.#put(fileOf(entry), signal);
  }

  /** MLflow's params never change: a setting that does is told by a tag. */
  async update(run: RunRecord, signal: AbortSignal): Promise<void> {
    const params = paramsOf(run);
    const fresh = params.filter(({ key }) => !this.#params.has(key));
    const changed = params.filter(({ key, value }) => (this.#params.get(key) ?? value) !== value);
    const tags = [...tagsOf(run), ...changed.map(({ key, value }) => ({ key: `param.${key}`.slice(0, 250), value }))];
    await this.#logTexts('params', fresh, signal);
    await this.#logTexts('tags', tags, signal);
    for (const { key, value } of fresh) this.#params.set(key, value);
  }

  async end({ status, time }: TrackedEnd, signal: AbortSignal): Promise<void> {
    const end = { run_id: this.#runId, status: STATUS[status], end_time: Math.round(time) };
    await this.#post('runs/update', end, signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // Nothing is held: each call is by itself.
  }

  async #logTexts(kind: 'params' | 'tags', texts: readonly KeyedText[], signal: AbortSignal): Promise<void> {
    for (let from = 0; from < texts.length; from += MOST_TEXTS) {
      const part = texts.slice(from, from + MOST_TEXTS);
      await this.#post('runs/log-batch', { run_id: this.#runId, [kind]: part }, signal);
    }
  }

  async #put({ path, data }: ArtifactFile, signal: AbortSignal): Promise<void> {
    if (!this.#artifactUri.startsWith(SERVED_ARTIFACTS)) return;
    const root = this.#artifactUri.slice(SERVED_ARTIFACTS.length).replace(/^\/+/, '');
    await this.#http.putArtifact(`${root}/${path}`, data, signal);
  }

  #post(path: string, body: object, signal: AbortSignal): Promise<unknown> {
    return this.#http.post(path, JSON.stringify(body), signal);
  }
}

async function experimentOf(http: MlflowHttp, name: string, signal: AbortSignal): Promise<string> {
  try {
    const reply = await http.get('experiments/get-by-name', { experiment_name: name }, signal);
    return experimentReply.parse(reply).experiment.experiment_id;
  } catch (error) {
    if (!(error instanceof MlflowError) || error.code !== 'mlflow/not-found') throw error;
    return createExperiment(http, name, signal);
  }
}

/** Another relay may be faster. */
async function createExperiment(http: MlflowHttp, name: string, signal: AbortSignal): Promise<string> {
  try {
    const reply = await http.post('experiments/create', JSON.stringify({ name }), signal);
    return createdExperiment.parse(reply).experiment_id;
  } catch (error) {
    if (!(error instanceof MlflowError) || !error.message.includes('RESOURCE_ALREADY_EXISTS')) throw error;
    return experimentOf(http, name, signal);
  }
}

async function findRun(
  http: MlflowHttp,
  experiment: string,
  runId: string,
  signal: AbortSignal,
): Promise<FoundRun | undefined> {
  const filter = `tags."${RUN_ID_TAG}" = '${runId.replaceAll("'", "''")}'`;
  const body = JSON.stringify({ experiment_ids: [experiment], filter, max_results: 1 });
  return runsReply.parse(await http.post('runs/search', body, signal)).runs[0];
}

async function createRun(
  http: MlflowHttp,
  experiment: string,
  { runId, algorithm, env, createdAt }: RunRecord,
  signal: AbortSignal,
): Promise<FoundRun> {
  const body = {
    experiment_id: experiment,
    start_time: Math.round(createdAt),
    run_name: `${algorithm} ${env} ${runId.slice(0, 8)}`,
    tags: [
      { key: RUN_ID_TAG, value: runId },
      { key: 'mlflow.source.name', value: 'cartwheel' },
    ],
  };
  return runReply.parse(await http.post('runs/create', JSON.stringify(body), signal)).run;
}
