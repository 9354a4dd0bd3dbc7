import { readFile } from 'node:fs/promises';
import { expect, it } from '@jest/globals';
import * as z from 'zod';
import { AimConnection, AimRun, type AimPoint } from '../../../src/aim/index.ts';
import type { AimServer } from './aim-server.ts';
import { describeWithAim } from './describe-with-aim.ts';

const CREATED = 1_700_000_000_000;
const TIMEOUT_MS = 180_000;

const readRun = await readFile(new URL('read-run.py', import.meta.url), 'utf8');

const runOfSdk = z.object({
  active: z.boolean(),
  end: z.number().nullable(),
  sequences: z.array(
    z.object({
      name: z.string(),
      context: z.record(z.string(), z.string()),
      trace: z.record(z.string(), z.unknown()),
      rows: z.array(z.array(z.unknown())),
    }),
  ),
});

/** The run as Aim's Python SDK reads it. */
async function asSdkReads(server: AimServer, hash: string): Promise<z.infer<typeof runOfSdk>> {
  return runOfSdk.loose().parse(await server.python(readRun, hash));
}

const point = (name: string, step: number, value: number, context: Record<string, string> = {}): AimPoint => ({
  name,
  step,
  value,
  context,
  time: CREATED + step,
});

/** A red pixel as PNG. */
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC',
  'base64',
);

await describeWithAim('a run on a real Aim server', (aim) => {
  it(
    'is read by Aim’s SDK as it was written',
    async () => {
      const connection = await AimConnection.open({ url: aim().url });
      const run = await AimRun.open(connection, {
        name: 'a name',
        experiment: 'Ünïcode',
        description: 'why',
        tags: ['first', 'second'],
        params: { hparams: { lr: 0.1, n: 3, deep: [1, { x: null, y: true }] } },
        createdAt: CREATED,
      });
      const specials = [1, Number.NaN, Number.NEGATIVE_INFINITY, -0, 5e-324, 2, Number.POSITIVE_INFINITY];
      await run.track([
        ...specials.map((value, step) => point('special', step, value)),
        ...Array.from({ length: 50 }, (_, step) => point('loss', step * 3, Math.sin(step), { subset: 'train' })),
        ...Array.from({ length: 50 }, (_, step) => point('loss', step, step, { subset: 'test' })),
      ]);
      await run.text({ name: 'note', step: 4 }, 'hello');
      await run.image({ name: 'frame', step: 5 }, { data: PIXEL, format: 'png', width: 1, height: 1, caption: 'red' });
      await run.figure({ name: 'figure', step: 6 }, { data: [{ x: [1], y: [2] }], layout: {} });
      expect(await asSdkReads(aim(), run.hash)).toMatchObject({ active: true, end: null });
      await run.close({ endTime: CREATED + 60_000 });
      await connection.close();

      const row = (step: number, value: string): unknown[] => [step, value, (CREATED + step) / 1000];
      const read = await asSdkReads(aim(), run.hash);
      expect(read).toMatchObject({
        name: 'a name',
        experiment: 'Ünïcode',
        description: 'why',
        tags: ['first', 'second'],
        hparams: { lr: 0.1, n: 3, deep: [1, { x: null, y: true }] },
        created: CREATED / 1000,
        end: CREATED / 1000 + 60,
        active: false,
      });
      expect(read.sequences.map(({ name, context, rows }) => [name, context, rows.length])).toEqual([
        ['figure', {}, 1],
        ['frame', {}, 1],
        ['loss', { subset: 'test' }, 50],
        ['loss', { subset: 'train' }, 50],
        ['note', {}, 1],
        ['special', {}, 7],
      ]);
      const [figure, frame, , , note, special] = read.sequences;
      expect([figure.rows, frame.rows, note.rows]).toEqual([
        [[6, { data: [{ x: [1], y: [2] }], layout: {} }]],
        [[5, 'red', [255, 0, 0]]],
        [[4, 'hello']],
      ]);
      expect(special.rows).toEqual([
        row(0, '0x1.0000000000000p+0'),
        row(1, 'nan'),
        row(2, '-inf'),
        row(3, '-0x0.0p+0'),
        row(4, '0x0.0000000000001p-1022'),
        row(5, '0x1.0000000000000p+1'),
        row(6, 'inf'),
      ]);
      expect(special.trace).toEqual({
        first: '0x1.0000000000000p+0',
        first_step: 0,
        last: 'inf',
        last_step: 6,
        min: '-inf',
        max: 'inf',
      });
    },
    TIMEOUT_MS,
  );

  it(
    'loses and doubles nothing when the server is killed under load, and is gone on with by another client',
    async () => {
      const first = await AimConnection.open({ url: aim().url });
      const run = await AimRun.open(first);
      const writes: Promise<void>[] = [];
      for (let round = 0; round < 3; round++) {
        const steps = Array.from({ length: 100 }, (_, index) => round * 100 + index);
        writes.push(run.track(steps.map((step) => point('m', step, 1000 - step))));
        await aim().kill();
        await aim().start();
      }
      await Promise.all(writes);
      await run.close({ endTime: null });
      await first.close();

      const second = await AimConnection.open({ url: aim().url });
      const again = await AimRun.open(second, { hash: run.hash });
      // 10 was written before: to write it again changes nothing.
      await again.track([point('m', 10, 990), point('m', 300, 800)]);
      await again.close();
      await second.close();

      const { sequences, active } = await asSdkReads(aim(), run.hash);
      expect(active).toBe(false);
      expect(sequences.map(({ name }) => name)).toEqual(['m']);
      const [{ rows, trace }] = sequences;
      expect(rows.map(([step]) => step)).toEqual(Array.from({ length: 301 }, (_, step) => step));
      // 1000, 800 and 701 as Python writes doubles in hexadecimal. 701 came after 1000, so the minimum is no first one.
      expect(trace).toEqual({
        first: '0x1.f400000000000p+9',
        first_step: 0,
        last: '0x1.9000000000000p+9',
        last_step: 300,
        min: '0x1.5e80000000000p+9',
        max: '0x1.f400000000000p+9',
      });
    },
    TIMEOUT_MS,
  );

  it('an exception of the server reaches the write that caused it, and no other', async () => {
    const connection = await AimConnection.open({ url: aim().url });
    const repo = await connection.openResource('Repo', {});
    const wrong = connection.write([[repo, 'no_such_method', []]]);
    const right = connection.write([[repo, 'list_all_runs', []]]);
    await expect(wrong).rejects.toMatchObject({
      code: 'aim/server',
      message: expect.stringContaining('no_such_method'),
    });
    await right;
    await connection.close();
    await expect(connection.write([])).rejects.toMatchObject({ code: 'aim/closed' });
  });
});
