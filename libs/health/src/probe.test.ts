import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { probe } from './probe.ts';

let server: Server;
let url: string;
let respond: (response: ServerResponse, path: string | undefined) => void;

beforeEach(async () => {
  server = createServer((request, response) => respond(response, request.url)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  server.close();
  server.closeAllConnections();
});

it.each([
  ['live', '/livez'],
  ['ready', '/readyz'],
  ['startup', '/startupz'],
] as const)('asks for %s at %s, and says yes on one line', async (kind, path) => {
  respond = (response, asked) => response.end(`  {"path":\n  "${asked}"}\n`.replaceAll('\\n', '\n'));
  const { exitCode, line } = await probe(url, kind);
  expect(exitCode).toBe(0);
  expect(line).toContain(`"${path}"`);
  expect(line).toMatch(new RegExp(`^${kind}: yes \\(\\{.*\\}.*\\)$`));
});

it('says no with the status and what the server tells', async () => {
  respond = (response) => response.writeHead(503).end('\n{"status":\t "dead"}\n\n');
  expect(await probe(url, 'live')).toEqual({ exitCode: 1, line: 'live: no, status 503 ({"status": "dead"})' });
});

it('says no where nobody answers in time', async () => {
  respond = () => undefined;
  const { exitCode, line } = await probe(url, 'ready', { timeoutMs: 40 });
  expect(exitCode).toBe(1);
  expect(line).toMatch(new RegExp(`^ready: no answer from ${url} within 40 ms: .*timeout`));
});

it('says no where nobody listens', async () => {
  server.close();
  await once(server, 'close');
  const { exitCode, line } = await probe(url, 'live');
  expect(exitCode).toBe(1);
  expect(line).toMatch(/^live: no answer from http:\/\/127\.0\.0\.1:\d+ within 1000 ms: ./);
});

it.each([
  [new TypeError('fetch failed', { cause: new Error('connect\n  ECONNREFUSED') }), 'connect ECONNREFUSED'],
  [new TypeError('Invalid URL'), 'Invalid URL'],
  ['gone', 'gone'],
])('tells on one line why %p: by its cause, where it has one', async (error, reason) => {
  jest.spyOn(globalThis, 'fetch').mockRejectedValue(error);
  expect((await probe(url, 'live')).line).toBe(`live: no answer from ${url} within 1000 ms: ${reason}`);
});
