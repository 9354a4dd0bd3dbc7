import { probeHttp } from '../probe/probe-http.ts';
import type { Settings } from '../settings/settings.schema.ts';
import type { Service } from './part.ts';

/**
 * The application that `mlflow server` starts, without that command around it: it loads all of MLflow once more, which
 * takes as long as the rest of the start. The variables are what it would set.
 */
export function mlflowService({ mlflow: { version, image, port, readyWithinMs } }: Settings): Service {
  return {
    name: 'mlflow',
    version,
    image,
    readyWithinMs,
    program: {
      kind: 'python',
      name: 'mlflow',
      requirement: `mlflow==${version}`,
      commands: { mlflow: 'mlflow.cli:cli', uvicorn: 'uvicorn.main:main' },
      minors: [11, 12, 10, 13],
    },
    parts: [
      {
        name: 'mlflow',
        port,
        url: `http://127.0.0.1:${port}`,
        command: ({ host, data }) => [
          'uvicorn',
          'mlflow.server.fastapi_app:app',
          // Nothing is loaded from there; it names the data.
          '--app-dir',
          data,
          '--host',
          host,
          '--port',
          String(port),
        ],
        env: ({ data }) => ({
          _MLFLOW_SERVER_FILE_STORE: `sqlite:///${data}/mlflow.db`,
          _MLFLOW_SERVER_SERVE_ARTIFACTS: 'true',
          _MLFLOW_SERVER_ARTIFACT_ROOT: 'mlflow-artifacts:/',
          _MLFLOW_SERVER_ARTIFACT_DESTINATION: `${data}/artifacts`,
          // Its job runners are four processes that nobody needs here, and hold up the start.
          MLFLOW_SERVER_ENABLE_JOB_EXECUTION: 'false',
          MLFLOW_DISABLE_TELEMETRY: 'true',
        }),
        // Its `/health` answers before the database is there.
        probe: (signal) =>
          probeHttp(`http://127.0.0.1:${port}/api/2.0/mlflow/experiments/search?max_results=1`, signal),
      },
    ],
  };
}
