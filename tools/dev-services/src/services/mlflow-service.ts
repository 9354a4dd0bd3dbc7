import { probeHttp } from '../probe/probe-http.ts';
import type { Settings } from '../settings/settings.schema.ts';
import type { Service } from './part.ts';

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
      entryPoint: 'mlflow.cli:cli',
      minors: [11, 12, 10, 13],
    },
    parts: [
      {
        name: 'mlflow',
        port,
        url: `http://127.0.0.1:${port}`,
        command: ({ host, data }) => [
          'mlflow',
          'server',
          '--backend-store-uri',
          `sqlite:///${data}/mlflow.db`,
          '--artifacts-destination',
          `${data}/artifacts`,
          '--host',
          host,
          '--port',
          String(port),
          '--workers',
          '1',
        ],
        // Its job runners are four processes that nobody needs here, and hold up the start.
        env: { MLFLOW_SERVER_ENABLE_JOB_EXECUTION: 'false', MLFLOW_DISABLE_TELEMETRY: 'true' },
        probe: (signal) => probeHttp(`http://127.0.0.1:${port}/health`, signal),
      },
    ],
  };
}
