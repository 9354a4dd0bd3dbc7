import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openRunStore, type RunStore } from '@cartwheel/tracking';
import type { FastifyInstance } from 'fastify';
import { comparedCurves } from '../api/compared.schema.ts';
import { curves } from '../api/curves.schema.ts';
import { runDetail } from '../api/run-detail.schema.ts';
import { runRecord } from '../../tests/run-record.ts';
import { serveFolder } from '../../tests/serve-folder.ts';
import type { ServerOptions } from './create-server.ts';

const runId = '0123456789abcdef01234567';
const record = runRecord({
  runId,
  tags: ['<b>bold</b>', 'archived'],
  hyperparameters: { gamma: 0.98, learningRate: { kind: 'linear', from: 0.001, to: 0 } },
  timesteps: 100,
  totalTimesteps: 1000,
  summary: { evalMean: Number.NaN },
});
const point = (step: number, value: number) => ({ name: 'rollout/ep_rew_mean', context: {}, step, time: step, value });

let folder: string;
let store: RunStore;
let server: FastifyInstance;
const serve = (over: Partial<ServerOptions> = {}): Promise<FastifyInstance> => serveFolder(folder, store, over);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cartwheel-dashboard-'));
  await writeFile(join(folder, 'index.html'), '<title>the page</title>');
  store = await openRunStore({ dir: folder });
  await store.createRun(record);
  await store.appendPoints(runId, [point(1, 20), point(2, Number.NaN), point(3, 22)]);
  server = await serve();
});

afterAll(async () => {
  await server.close();
  await store.close();
  await rm(folder, { recursive: true });
});

const get = (url: string, headers: Record<string, string> = {}, method: 'GET' | 'POST' = 'GET') =>
  server.inject({ method, url, headers: { host: '127.0.0.1:4000', ...headers } });

describe('the server', () => {
  it('lists runs, and tells all of one', async () => {
    expect((await get('/api/runs')).json()).toMatchObject([
      {
        runId,
        status: 'running',
        evalMean: { $float: 'NaN' },
        timesteps: 100,
        totalTimesteps: 1000,
        tags: ['<b>bold</b>'],
        shelf: 'archive',
      },
    ]);
    expect((await get(`/api/runs/${runId}`)).json()).toMatchObject({
      hyperparameters: { gamma: 0.98 },
      checkpoints: [],
      commands: [],
      settable: expect.arrayContaining([{ name: 'entCoef', expected: 'a number of at least 0' }]),
    });
  });

  it('offers what can be typed, and no function', async () => {
    const { settable } = runDetail.parse((await get(`/api/runs/${runId}`)).json());
    const inText = '{"kind": "linear", "from": 0.001, "to": 0}';
    expect(settable.find(({ name }) => name === 'clipRangeVf')?.expected).toBe(
      `a number greater than 0, or a linear schedule: lin_0.001 or ${inText}, or null for none`,
    );
    expect(settable.filter(({ expected }) => expected.includes('function'))).toEqual([]);
  });

  it('gives the values of one hyperparameter, of runs that have it', async () => {
    expect((await get('/api/settings?name=learningRate')).json()).toEqual({
      names: ['gamma', 'learningRate'],
      values: { [runId]: { kind: 'linear', from: 0.001, to: 0 } },
    });
    expect((await get('/api/settings?name=toString')).json()).toMatchObject({ values: {} });
  });

  it('gives the newest runs, and those that changed', async () => {
    expect((await get('/api/runs?limit=1')).json()).toMatchObject([{ runId }]);
    expect((await get('/api/runs?updatedFrom=2')).json()).toEqual([]);
    expect((await get('/api/runs?updatedFrom=1')).json()).toMatchObject([{ runId }]);
  });

  it('gives curves with the position behind which events go on, and numbers that JSON lacks', async () => {
    const answer = curves.parse((await get(`/api/runs/${runId}/curves`)).json());
    expect(answer.position).toBe(await store.position(runId));
    expect(answer.curves).toEqual([
      { name: 'rollout/ep_rew_mean', context: {}, steps: [1, 2, 3], times: [1, 2, 3], values: [20, Number.NaN, 22] },
    ]);
  });

  it('gives what is compared at once, without what is not here', async () => {
    const asked = `runs=${runId},${'f'.repeat(24)}`;
    expect((await get(`/api/compared?${asked}`)).json()).toMatchObject({
      runs: [{ runId, hyperparameters: { gamma: 0.98 } }],
      metrics: ['rollout/ep_rew_mean'],
    });
    const answer = comparedCurves.parse((await get(`/api/compared/curves?${asked}&name=rollout/ep_rew_mean`)).json());
    expect(answer).toEqual([
      { runId, curve: expect.objectContaining({ steps: [1, 2, 3], values: [20, Number.NaN, 22] }) },
    ]);
    expect((await get(`/api/compared/curves?${asked}&name=none`)).json()).toEqual([]);
  });

  it('thins curves out', async () => {
    await store.appendPoints(
      runId,
      Array.from({ length: 500 }, (_, i) => point(10 + i, i)),
    );
    const answer = curves.parse((await get(`/api/runs/${runId}/curves?points=50`)).json());
    expect(answer.curves[0].steps.length).toBeLessThanOrEqual(50);
    expect(answer.curves[0].values).toContain(499);
  });

  it.each([
    ['/api/runs/ffffffffffffffffffffffff', 404, 'dashboard/no-such-run'],
    ['/api/runs/..%2F..%2Fetc', 404, 'dashboard/no-such-run'],
    ['/api/runs?limit=many', 400, 'dashboard/invalid-query'],
    [`/api/runs/${runId}/curves?points=0`, 400, 'dashboard/invalid-query'],
    [`/api/runs/${runId}/live?from=-1`, 400, 'dashboard/invalid-query'],
    ['/api/nothing', 404, 'dashboard/not-found'],
    ['/api/runs/%ff', 400, 'dashboard/request-failed'],
    ['/api/settings?name=gamma&name=lr', 400, 'dashboard/invalid-query'],
    ['/api/sparklines', 400, 'dashboard/invalid-query'],
    ['/api/compared?runs=..%2Fetc', 400, 'dashboard/invalid-query'],
    [`/api/compared?runs=${Array.from({ length: 201 }, () => runId).join(',')}`, 400, 'dashboard/invalid-query'],
    [`/api/compared/curves?runs=${runId}`, 400, 'dashboard/invalid-query'],
  ])('answers %s with %d and a code', async (url, status, code) => {
    const answer = await get(url);
    expect(answer.statusCode).toBe(status);
    expect(answer.json()).toMatchObject({ code });
  });

  it('gives the page for the page’s own addresses, and no file beside it', async () => {
    expect((await get(`/runs/${runId}`)).body).toContain('the page');
    expect((await get('/../../../../etc/passwd')).body).not.toContain('root:');
    expect((await get('/%2e%2e/%2e%2e/etc/passwd')).body).not.toContain('root:');
  });
});

describe('who may ask', () => {
  it.each(['evil.example', 'evil.example:4000', '127.0.0.1.evil.example'])('refuses the host %s', async (host) => {
    const answer = await get('/api/runs', { host });
    expect([answer.statusCode, answer.json()]).toEqual([
      403,
      expect.objectContaining({ code: 'dashboard/foreign-host' }),
    ]);
  });

  it('refuses another site’s page, and takes its own', async () => {
    expect((await get('/api/runs', { origin: 'http://evil.example' })).statusCode).toBe(403);
    expect((await get('/api/runs', { origin: 'http://127.0.0.1:4000' })).statusCode).toBe(200);
  });

  it('lets scripts of the page itself run only', async () => {
    const policy = (await get('/')).headers['content-security-policy'];
    expect(policy).toContain("default-src 'self'");
    expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval';");
    expect(policy).toContain("worker-src 'self';");
    expect(policy).not.toMatch(/unsafe-inline|'unsafe-eval'|https?:/);
  });

  it('asks for the token, and keeps it as a cookie', async () => {
    const token = 'a-token-of-24-characters';
    const guarded = await serve({ host: '0.0.0.0', token });
    const ask = (url: string, headers: Record<string, string> = {}) => guarded.inject({ url, headers });
    expect((await ask('/api/runs')).statusCode).toBe(401);
    expect((await ask('/api/runs?token=another')).statusCode).toBe(401);
    expect((await ask('//')).statusCode).toBe(401);
    const first = await ask(`/?token=${token}`);
    expect(first.statusCode).toBe(200);
    const cookie = String(first.headers['set-cookie']).split(';')[0];
    expect((await ask('/api/runs', { cookie })).statusCode).toBe(200);
    expect((await ask('/api/runs', { authorization: `Bearer ${token}` })).statusCode).toBe(200);
    await guarded.close();
  });
});

describe('commands', () => {
  const send = (payload: unknown, headers: Record<string, string> = {}, to = server) =>
    to.inject({
      method: 'POST',
      url: `/api/runs/${runId}/commands`,
      headers: { host: '127.0.0.1:4000', 'content-type': 'application/json', ...headers },
      payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
    });

  it.each<[string, unknown, Record<string, string>, number, string]>([
    ['another site’s page', { kind: 'pause' }, { origin: 'http://evil.example' }, 403, 'dashboard/foreign-origin'],
    [
      'a page that hides its site',
      { kind: 'pause' },
      { 'sec-fetch-site': 'cross-site' },
      403,
      'dashboard/foreign-origin',
    ],
    [
      'another server of this machine',
      { kind: 'pause' },
      { 'sec-fetch-site': 'same-site' },
      403,
      'dashboard/foreign-origin',
    ],
    ['a rebound name', { kind: 'pause' }, { host: 'evil.example' }, 403, 'dashboard/foreign-host'],
    ['a form', '{"kind":"pause"}', { 'content-type': 'text/plain' }, 415, 'dashboard/request-failed'],
    ['a large body', { kind: 'set', name: 'x'.repeat(100_000), value: 1 }, {}, 413, 'dashboard/request-failed'],
    ['no JSON', '{', {}, 400, 'dashboard/request-failed'],
    ['an unknown command', { kind: 'fly' }, {}, 400, 'dashboard/invalid-command'],
    ['a field too many', { kind: 'pause', sender: 'somebody else' }, {}, 400, 'dashboard/invalid-command'],
  ])('are refused from %s', async (_from, payload, headers, status, code) => {
    const answer = await send(payload, headers);
    expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
  });

  it('say that nobody trains the run', async () => {
    const answer = await send({ kind: 'pause' }, { origin: 'http://127.0.0.1:4000' });
    expect([answer.statusCode, answer.json()]).toEqual([
      503,
      { code: 'broker/unreachable', message: expect.stringContaining('No process on this machine trains run') },
    ]);
  });

  it('are refused without the token, and by a server that only shows', async () => {
    const guarded = await serve({ host: '0.0.0.0', token: 'a-token-of-24-characters' });
    expect((await send({ kind: 'pause' }, {}, guarded)).statusCode).toBe(401);
    await guarded.close();
    const showing = await serve({ readOnly: true });
    const answer = await send({ kind: 'pause' }, {}, showing);
    expect([answer.statusCode, answer.json().code]).toEqual([403, 'dashboard/read-only']);
    expect((await showing.inject({ url: '/api/about', headers: { host: 'localhost' } })).json()).toEqual({
      readOnly: true,
    });
    await showing.close();
  });
});
