import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterEach, expect, it } from '@jest/globals';
import { probeRedis } from './probe-redis.ts';

let server: Server | undefined;
afterEach(() => {
  server?.close();
});

/** A server that gives these answers, one a line that it is sent. */
async function answering(...answers: string[]): Promise<number> {
  server = createServer((socket) => socket.on('data', () => socket.write(answers.shift() ?? ''))).listen(
    0,
    '127.0.0.1',
  );
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

const signal = (): AbortSignal => AbortSignal.timeout(5_000);

it('passes when PING, a write and a read are answered', async () => {
  await expect(
    probeRedis(await answering('+PONG\r\n', '+OK\r\n', '$7\r\nwritten\r\n', ':1\r\n'), signal()),
  ).resolves.toBeUndefined();
});

it('fails while the data is loading, and where nothing may be written', async () => {
  await expect(probeRedis(await answering('-LOADING Redis is loading\r\n'), signal())).rejects.toThrow(/LOADING/);
  server?.close();
  await expect(probeRedis(await answering('+PONG\r\n', '-READONLY\r\n'), signal())).rejects.toThrow(/READONLY/);
});

it('fails when nobody listens, and when nobody answers', async () => {
  const port = await answering();
  await expect(probeRedis(port, AbortSignal.timeout(20))).rejects.toThrow(/abort|timeout/i);
  server?.close();
  await once(server as Server, 'close');
  await expect(probeRedis(port, signal())).rejects.toThrow(/ECONNREFUSED/);
});
