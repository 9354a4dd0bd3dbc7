import { probeRedis } from '../probe/probe-redis.ts';
import type { Settings } from '../settings/settings.schema.ts';
import type { Service } from './part.ts';

export function redisService({ redis: { version, image, port, readyWithinMs } }: Settings): Service {
  return {
    name: 'redis',
    version,
    image,
    readyWithinMs,
    program: { kind: 'native', name: 'redis-server', debianPackage: 'redis-server' },
    parts: [
      {
        name: 'redis',
        port,
        url: `redis://127.0.0.1:${port}`,
        command: ({ host, data }) => [
          'redis-server',
          '--bind',
          host,
          '--port',
          String(port),
          '--dir',
          data,
          '--appendonly',
          'yes',
          '--appendfsync',
          'everysec',
          '--save',
          '',
          // Its own title would hide the arguments by which a local process is known again.
          '--set-proc-title',
          'no',
          // A published port is open on the host's loopback only.
          ...(host === '0.0.0.0' ? ['--protected-mode', 'no'] : []),
        ],
        probe: (signal) => probeRedis(port, signal),
      },
    ],
  };
}
