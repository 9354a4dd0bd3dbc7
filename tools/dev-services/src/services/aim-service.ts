import { probeHttp } from '../probe/probe-http.ts';
import type { Settings } from '../settings/settings.schema.ts';
import type { Service } from './part.ts';

/** Both would make the repository where there is none, and only one can: the page's file tells that the server is done. */
const ONCE_THE_SERVER_MADE_IT = 'until [ -e "$1" ]; do sleep 0.1; done; shift; exec "$@"';

/** The tracking server that training writes to, and the web page that shows it, on one repository. */
export function aimService({ aim: { version, image, port, uiPort, readyWithinMs } }: Settings): Service {
  return {
    name: 'aim',
    version,
    image,
    readyWithinMs,
    program: {
      kind: 'python',
      name: 'aim',
      requirement: `aim==${version}`,
      commands: { aim: 'aim.cli.cli:cli_entry_point' },
      minors: [11, 10, 9],
    },
    parts: [
      {
        name: 'aim-server',
        port,
        url: `aim://127.0.0.1:${port}`,
        command: ({ host, data }) => ['aim', 'server', '-y', '--repo', data, '--host', host, '--port', String(port)],
        probe: (signal) => probeHttp(`http://127.0.0.1:${port}/status/`, signal),
      },
      {
        name: 'aim-ui',
        port: uiPort,
        url: `http://127.0.0.1:${uiPort}`,
        command: ({ host, data }) => [
          'sh',
          '-c',
          ONCE_THE_SERVER_MADE_IT,
          'sh',
          `${data}/.aim/VERSION`,
          'aim',
          'up',
          '-y',
          '--repo',
          data,
          '--host',
          host,
          '--port',
          String(uiPort),
        ],
        probe: (signal) => probeHttp(`http://127.0.0.1:${uiPort}/api/projects/`, signal),
      },
    ],
  };
}
