import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';

/** PING, a write and a read of a key of its own, on one connection. Rejects with the first answer that is not the expected. */
export async function probeRedis(port: number, signal: AbortSignal): Promise<void> {
  const key = `cartwheel:probe:${randomUUID()}`;
  const exchange = [
    ['PING', '+PONG\r\n'],
    [`SET ${key} written EX 10`, '+OK\r\n'],
    [`GET ${key}`, '$7\r\nwritten\r\n'],
    [`DEL ${key}`, ':1\r\n'],
  ];
  const socket = connect({ host: '127.0.0.1', port, signal });
  try {
    for (const [command, expected] of exchange) {
      socket.write(`${command}\r\n`);
      const [reply] = (await once(socket, 'data', { signal })) as [Buffer];
      const answer = reply.toString();
      if (answer !== expected) throw new Error(`Expected ${expected} to ${command} from Redis, received ${answer}`);
    }
  } finally {
    socket.destroy();
  }
}
