import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { createServer } from 'node:https';
import { connect, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';

/** What stands in front of a server in the open: TLS, and a path under which the server is found. */
export interface TlsFront extends AsyncDisposable {
  readonly port: number;
  /** The certificate, for who is to trust it. */
  readonly certificate: string;
}

export interface TlsFrontOptions {
  /** Of the server behind it, on 127.0.0.1. */
  port: number;
  /** `/base/path`; requests elsewhere are refused. */
  base: string;
  /** An empty folder for the key. */
  dir: string;
}

export async function startTlsFront({ port, base, dir }: TlsFrontOptions): Promise<TlsFront> {
  const [key, certificate] = [join(dir, 'key.pem'), join(dir, 'certificate.pem')];
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const files = ['-keyout', key, '-out', certificate];
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', ...subject, ...files], {
    stdio: 'ignore',
  });
  const sockets = new Set<Duplex>();
  const front = createServer({ key: await readFile(key), cert: await readFile(certificate) });
  const pathBehind = ({ url = '' }: IncomingMessage): string | null =>
    url.startsWith(`${base}/`) ? url.slice(base.length) : null;

  front.on('secureConnection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket));
  });
  front.on('request', (request, response) => {
    const path = pathBehind(request);
    if (path === null) {
      response.writeHead(404).end();
      return;
    }
    const { method, headers } = request;
    const behind = httpRequest({ host: '127.0.0.1', port, path, method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    behind.on('error', () => response.destroy());
    request.pipe(behind);
  });
  front.on('upgrade', (request, socket, head) => {
    const path = pathBehind(request);
    if (path === null) {
      socket.end('HTTP/1.1 404 Not Found\r\n\r\n');
      return;
    }
    const headers = request.rawHeaders.map((text, index) => text + (index % 2 === 0 ? ': ' : '\r\n')).join('');
    const behind = connect({ host: '127.0.0.1', port });
    behind.write(`GET ${path} HTTP/1.1\r\n${headers}\r\n`);
    behind.write(head);
    behind.on('error', () => socket.destroy()).on('close', () => socket.destroy());
    socket.on('close', () => behind.destroy());
    behind.pipe(socket).pipe(behind);
  });
  front.listen(0, '127.0.0.1');
  await once(front, 'listening');
  return {
    port: (front.address() as AddressInfo).port,
    certificate,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      front.close();
      await once(front, 'close');
    },
  };
}
