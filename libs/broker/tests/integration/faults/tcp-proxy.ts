import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/**
 * A TCP proxy on 127.0.0.1 that fails when it is told to. What it does to one connection it does to all that are open or come
 * while it lasts.
 */
export interface TcpProxy extends AsyncDisposable {
  readonly port: number;
  /** Breaks all connections now; new ones are let through. */
  cut(): void;
  /** Sends requests on, and throws the replies away, until `heal`. */
  dropReplies(): void;
  /** Holds everything back without a word, as a network that is gone does, until `heal`. */
  partition(): void;
  /** Delays each reply by so many milliseconds, until `heal`. */
  delay(ms: number): void;
  /** Lets everything through again. What was held back comes; what was dropped is gone, and so are its connections. */
  heal(): void;
}

type Mode = { kind: 'pass' } | { kind: 'drop' } | { kind: 'hold' } | { kind: 'delay'; ms: number };

interface Link {
  client: Socket;
  server: Socket;
  held: (() => void)[];
  /** A reply of it is missing: it cannot go on. */
  isBroken: boolean;
}

export async function startTcpProxy(targetPort: number): Promise<TcpProxy> {
  const links = new Set<Link>();
  let mode: Mode = { kind: 'pass' };

  const listener = createServer((client) => {
    const server = connect({ host: '127.0.0.1', port: targetPort });
    const link: Link = { client, server, held: [], isBroken: false };
    links.add(link);
    client.on('data', (bytes) => carry(link, () => server.write(bytes), false));
    server.on('data', (bytes) => carry(link, () => client.write(bytes), true));
    for (const socket of [client, server]) {
      socket.setNoDelay(true);
      socket.on('error', () => end(link));
      socket.on('close', () => end(link));
    }
  }).listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const address = listener.address();
  if (address === null || typeof address === 'string') throw new Error('Expected a TCP port, received none.');

  function carry(link: Link, send: () => void, isReply: boolean): void {
    if (mode.kind === 'hold') link.held.push(send);
    else if (mode.kind === 'drop' && isReply) link.isBroken = true;
    else if (mode.kind === 'delay' && isReply) setTimeout(send, mode.ms);
    else send();
  }

  function end(link: Link): void {
    links.delete(link);
    link.client.destroy();
    link.server.destroy();
  }

  return {
    port: address.port,
    cut: () => links.forEach(end),
    dropReplies: () => void (mode = { kind: 'drop' }),
    partition: () => void (mode = { kind: 'hold' }),
    delay: (ms) => void (mode = { kind: 'delay', ms }),
    heal() {
      mode = { kind: 'pass' };
      for (const link of links) {
        for (const send of link.held.splice(0)) send();
        if (link.isBroken) end(link);
      }
    },
    async [Symbol.asyncDispose]() {
      links.forEach(end);
      listener.close();
      await once(listener, 'close');
    },
  };
}
