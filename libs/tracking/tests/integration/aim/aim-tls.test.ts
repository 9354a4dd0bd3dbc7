import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createRunId } from '@cartwheel/experiment-state';
import { AimConnection } from '../../../src/aim/index.ts';
import { readAimPoints } from '../trackers/read-aim.ts';
import { describeWithAim } from './describe-with-aim.ts';
import { startTlsFront, type TlsFront } from './tls-front.ts';

const TIMEOUT_MS = 180_000;
const POINTS = 300;
const writer = fileURLToPath(new URL('tls-writer.ts', import.meta.url));

await describeWithAim('an Aim server behind TLS and a path', (aim) => {
  let dir = '';
  let front: TlsFront;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'cartwheel-tls-'));
    front = await startTlsFront({ port: Number(new URL(aim().url).port), base: '/trackers/aim', dir });
  });
  afterAll(async () => {
    await front[Symbol.asyncDispose]();
    await rm(dir, { recursive: true, force: true });
  });

  it(
    'gets a run over `aims://`, requests and write stream, where its certificate is trusted',
    async () => {
      const hash = createRunId();
      const url = `aims://127.0.0.1:${front.port}/trackers/aim`;
      const args = ['-C', '@cartwheel/source', '--import', 'tsx', writer, url, hash, `${POINTS}`];
      const env = { ...process.env, NODE_EXTRA_CA_CERTS: front.certificate };
      await promisify(execFile)(process.execPath, args, { env });
      const points = await readAimPoints(aim(), hash);
      expect(points.map(({ step, value }) => [step, value]).toSorted(([a = 0], [b = 0]) => a - b)).toEqual(
        Array.from({ length: POINTS }, (_, step) => [step, step / 3]),
      );
    },
    TIMEOUT_MS,
  );

  it('is not reached where its certificate is not trusted', async () => {
    const open = AimConnection.open({ url: `aims://127.0.0.1:${front.port}/trackers/aim` });
    await expect(open).rejects.toMatchObject({
      code: 'aim/unreachable',
      cause: { cause: { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' } },
    });
  });
});
