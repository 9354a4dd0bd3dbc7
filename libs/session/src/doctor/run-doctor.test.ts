import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { openRecord } from '../record.ts';
import { projectFolder } from '../project-folder.ts';
import type { DoctorLine } from './doctor-check.ts';
import { runDoctor, type DoctorOptions } from './run-doctor.ts';

let out: string;
beforeEach(() => {
  out = mkdtempSync(join(tmpdir(), 'cartwheel-doctor-'));
});
afterEach(() => rmSync(out, { recursive: true, force: true }));

async function linesOf(options: DoctorOptions): Promise<Record<string, DoctorLine>> {
  const { lines } = await runDoctor({ out, ...options });
  return Object.fromEntries(lines.map((line) => [line.name, line]));
}

/** A port at which nobody listens. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

it('says what runs here, and that a store may be missing', async () => {
  const { node, engine, store, space } = await linesOf({});
  expect(node).toMatchObject({ status: 'ok', detail: expect.stringContaining(process.version) });
  expect(engine).toMatchObject({ status: 'ok', detail: expect.stringMatching(/wasm\/.*processors/) });
  expect(store).toMatchObject({ status: 'off', advice: expect.stringContaining('cartwheel train') });
  expect(space).toMatchObject({ status: 'ok' });
});

it('tells a sound store from a damaged one, with what to do', async () => {
  const record = await openRecord(projectFolder(out));
  await record[Symbol.asyncDispose]();
  expect((await linesOf({}))['store']).toMatchObject({ status: 'ok' });
  writeFileSync(join(out, 'cartwheel.db'), 'no database'.repeat(1_000));
  expect((await linesOf({}))['store']).toMatchObject({
    status: 'bad',
    advice: expect.stringContaining('move it away'),
  });
});

it('is not well when an address that was given does not answer', async () => {
  const port = await closedPort();
  const options = {
    redisUrl: `redis://127.0.0.1:${port}`,
    aimUrl: `aim://127.0.0.1:${port}`,
    mlflowUrl: `http://127.0.0.1:${port}`,
    healthUrl: `http://127.0.0.1:${port}`,
  };
  const { redis, aim, mlflow, trainer, guards } = await linesOf(options);
  for (const line of [redis, aim, mlflow]) {
    expect(line).toMatchObject({ status: 'bad', advice: expect.stringContaining('npx nx up services') });
  }
  for (const line of [trainer, guards]) expect(line).toMatchObject({ status: 'bad' });
  expect((await runDoctor({ out, ...options })).ok).toBe(false);
});
