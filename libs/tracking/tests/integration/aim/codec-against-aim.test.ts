import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { AimFloat, aimHash, encodeTree, type AimValue } from '../../../src/aim/index.ts';
import { pythonPrograms } from '../python-environment.ts';

const COUNT = 10_000;
const SEED = 9;
const MAX_OUTPUT_BYTES = 2 ** 27;
const TIMEOUT_MS = 120_000;

const python = await pythonPrograms('aim==3.29.1');
if (!python) process.stderr.write('Skipped "Aim’s codec against Aim": it needs python3.11, 3.10 or 3.9.\n');
const suite = python ? describe : describe.skip;

const bytesOf = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, 'base64'));

const tagged: z.ZodType<AimValue> = z.lazy(() =>
  z.union([
    z.null(),
    z.boolean(),
    z.string(),
    z.array(tagged),
    z.strictObject({ i: z.string() }).transform(({ i }) => BigInt(i)),
    z.strictObject({ f: z.string() }).transform(({ f }) => new AimFloat(Buffer.from(f, 'base64').readDoubleLE())),
    z.strictObject({ y: z.string() }).transform(({ y }) => bytesOf(y)),
    z.strictObject({ d: z.array(z.tuple([key, tagged])) }).transform(({ d }) => new Map(d)),
  ]),
);
const key = z.union([z.string(), z.strictObject({ i: z.string() }).transform(({ i }) => BigInt(i))]);
const vector = z.tuple([tagged, z.string(), z.string()]);

suite('Aim’s codec against Aim', () => {
  it(
    `packs and hashes ${COUNT} random values alike`,
    async () => {
      const args = [fileURLToPath(new URL('make-vectors.py', import.meta.url)), String(COUNT), String(SEED)];
      const program = join(python ?? '', 'python');
      const { stdout } = await promisify(execFile)(program, ['-W', 'ignore', ...args], { maxBuffer: MAX_OUTPUT_BYTES });
      const vectors = stdout
        .trimEnd()
        .split('\n')
        .map((line) => vector.parse(JSON.parse(line)));
      expect(vectors).toHaveLength(COUNT);
      const wrong = vectors.filter(
        ([value, hash, packed]) =>
          String(aimHash(value)) !== hash || Buffer.from(encodeTree(value)).toString('base64') !== packed,
      );
      expect(wrong.slice(0, 5)).toEqual([]);
    },
    TIMEOUT_MS,
  );
});
