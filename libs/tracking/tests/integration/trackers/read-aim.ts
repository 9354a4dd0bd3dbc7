import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { aimRunHash } from '../../../src/aim/index.ts';
import type { DeliveredPoint } from '../../../src/testing/index.ts';
import type { AimServer } from '../aim/aim-server.ts';
import { fromHex } from './hex-double.ts';

const program = await readFile(new URL('../aim/read-run.py', import.meta.url), 'utf8');

// quality-ignore duplicates -- what a test expects of Aim's answers stands beside it
const sequence = z.object({
  name: z.string(),
  context: z.record(z.string(), z.string()),
  trace: z.record(z.string(), z.unknown()),
  rows: z.array(z.array(z.unknown())),
});
const runOfSdk = z.looseObject({ active: z.boolean(), end: z.number().nullable(), sequences: z.array(sequence) });
export type AimRunRead = z.output<typeof runOfSdk>;

/** As Aim's Python SDK reads it. */
export async function readAimRun(server: AimServer, runId: string): Promise<AimRunRead> {
  return runOfSdk.parse(await server.python(program, aimRunHash(runId)));
}

export async function readAimPoints(server: AimServer, runId: string): Promise<DeliveredPoint[]> {
  return pointsOf(await readAimRun(server, runId));
}

/** Only metrics have values in their traces. */
export function pointsOf({ sequences }: AimRunRead): DeliveredPoint[] {
  return sequences
    .filter(({ trace }) => 'first' in trace)
    .flatMap(({ name, context, rows }) =>
      rows.map(([step, value]) => ({ name, context, step: Number(step), value: fromHex(String(value)) })),
    );
}
