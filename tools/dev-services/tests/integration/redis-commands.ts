import { once } from 'node:events';
import { connect } from 'node:net';

/** Ends the server as a crash would, without a reply. */
export async function shutDownRedis(url: string): Promise<void> {
  const socket = connect({ host: '127.0.0.1', port: Number(new URL(url).port) });
  socket.write('SHUTDOWN NOSAVE\r\n');
  await once(socket.resume(), 'close');
}

/** One inline command, its answer as Redis wrote it. */
export async function askRedis(url: string, command: string): Promise<string> {
  const socket = connect({ host: '127.0.0.1', port: Number(new URL(url).port) });
  try {
    socket.write(`${command}\r\n`);
    const [reply] = (await once(socket, 'data')) as [Buffer];
    return reply.toString();
  } finally {
    socket.destroy();
  }
}
