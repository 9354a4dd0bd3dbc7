import type { TrackedRun, Tracker } from '../relay/tracker.ts';
import { MlflowHttp } from './mlflow-http.ts';
import { MlflowRun } from './mlflow-run.ts';

/** Which server is written to. */
export interface MlflowTrackerOptions {
  /** `http://HOST:PORT` of an MLflow server, 2.0 or later. */
  url: string;
}

/**
 * Writes runs to an MLflow server over REST 2.0. A run is found again by its tag `cartwheel.run_id`; a metric's value is
 * keyed by name, step and time, of which a database keeps one.
 *
 * Throws `mlflow/bad-url`.
 */
export function createMlflowTracker({ url }: MlflowTrackerOptions): Tracker {
  const http = new MlflowHttp(url);
  return {
    id: `mlflow ${url}`,
    openRun: (run, options): Promise<TrackedRun> => MlflowRun.open(http, run, options),
  };
}
