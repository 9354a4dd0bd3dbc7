import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { damagedText, fuzzAsync, FUZZ_INPUTS, FUZZ_TIMEOUT_MS } from '@cartwheel/jest-preset/fuzzing';
import { openRunStore, type RunStore } from '@cartwheel/tracking';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import * as fc from 'fast-check';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { runRecord } from '../../tests/run-record.ts';
import { serveFolder } from '../../tests/serve-folder.ts';

jest.setTimeout(FUZZ_TIMEOUT_MS);

const runId = '0123456789abcdef01234567';
const token = 'a-token-of-24-characters';
let folder: string;
let store: RunStore;
let open: FastifyInstance;
let guarded: FastifyInstance;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cartwheel-fuzz-'));
  await writeFile(join(folder, 'index.html'), '<title>the page</title>');
  store = await openRunStore({ dir: folder });
  const record = runRecord({ runId });
  await store.createRun(record);
  // A run that has ended: each valid command has the same answer.
  const viewers = {
    open: () => Promise.resolve({ runId, viewer: ended, [Symbol.asyncDispose]: () => Promise.resolve() }),
    openBroker: undefined,
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
  // Without the way to the store's thread.
  const run = (id: string) => Promise.resolve(id === runId ? record : null);
  open = await serveFolder(folder, store, { viewers, store: { ...store, run } });
  guarded = await serveFolder(folder, store, { viewers, token, host: '0.0.0.0' });
});

afterAll(async () => {
  await open.close();
  await guarded.close();
  await store.close();
  await rm(folder, { recursive: true });
});

const never = (): never => {
  throw new Error('nobody is asked');
};
const ended = {
  read: () => Promise.resolve(null),
  watch: never,
  sendCommand: never,
  settleCommand: never,
  commandOutcome: never,
  close: () => Promise.resolve(),
  [Symbol.asyncDispose]: () => Promise.resolve(),
};

/** Answered with success, or refused with a code of its own: what nobody foresaw has status 500. */
async function expectAnswer(server: FastifyInstance, request: InjectOptions): Promise<void> {
  const answer = await server.inject({ ...request, headers: { host: 'localhost', ...request.headers } });
  if (answer.statusCode < 400) return;
  expect(answer.statusCode).toBeLessThan(500);
  expect(answer.json().code).toMatch(/^(dashboard|session)\/[a-z-]+$/);
}

const bodies = fc.oneof(
  {
    arbitrary: damagedText(
      fc.constantFrom(
        '{"kind":"pause"}',
        '{"kind":"stop","abort":true}',
        '{"kind":"set","name":"learningRate","value":{"$float":"NaN"}}',
        '{"kind":"set","name":"netArch","value":[64,{"pi":[64]}]}',
        '{"kind":"extend","steps":1000}',
        `{"runIds":["${runId}"],"to":"nowhere"}`,
      ),
    ),
    weight: 6,
  },
  { arbitrary: fc.json(), weight: 2 },
  fc.string({ unit: 'binary' }),
);
const headers = { 'content-type': 'application/json' };

it(`answers each of ${FUZZ_INPUTS} damaged or foreign commands, or refuses it with a code`, () =>
  fuzzAsync(bodies, (payload) =>
    expectAnswer(open, { method: 'POST', url: `/api/runs/${runId}/commands`, payload, headers }),
  ));

it('answers each damaged or foreign wish to put runs away, or refuses it with a code', () =>
  fuzzAsync(bodies, (payload) => expectAnswer(open, { method: 'POST', url: '/api/shelf', payload, headers }), 0.1));

const paths = [
  '/',
  '/api/runs',
  '/api/settings',
  '/api/sparklines',
  `/api/runs/${runId}`,
  `/api/runs/${runId}/curves`,
  `/api/runs/${runId}/checkpoints/1/policy.json`,
];
const query = fc
  .array(
    fc.tuple(
      fc.constantFrom('name', 'points', 'limit', 'runs', 'updatedFrom', 'token', '__proto__', 'from'),
      fc.oneof(fc.constantFrom('', '-1', '1e9', 'NaN', '0x10', '%', '%ff', ','), fc.webFragments()),
    ),
    { maxLength: 3 },
  )
  .map((pairs) => pairs.map(([name, value]) => `${name}=${value}`).join('&'));
const urls = fc.oneof(
  { arbitrary: fc.tuple(fc.constantFrom(...paths), query).map(([path, text]) => `${path}?${text}`), weight: 4 },
  fc.webPath().map((path) => `/${path}`),
  fc.constantFrom('//', '///', '/%', '/api//runs', '/api/runs/%00', '/api/runs/%ff'),
);

it.each([
  ['an open server', () => open],
  ['one with a token', () => guarded],
])('%s answers whatever address is asked for, or refuses it with a code', (_, server) =>
  fuzzAsync(urls, (url) => expectAnswer(server(), { url }), 0.1),
);
