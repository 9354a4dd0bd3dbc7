import { open } from 'node:fs/promises';
import { stringify } from 'csv-stringify/sync';
import { canonicalContext } from '../run-store/canonical-context.ts';
import type { StepPoint } from '../run-store/run-store.ts';
import type { PointFile } from './point-file.ts';

/** RFC 4180, with a header. */
export async function openCsvFile(path: string): Promise<PointFile> {
  const file = await open(path, 'w');
  await file.write('name,context,step,time,value\n');
  return {
    async write(points) {
      await file.write(stringify(points.map(toRow)));
    },
    close: () => file.close(),
  };
}

function toRow({ name, context, step, time, value }: StepPoint): string[] {
  return [name, canonicalContext(context), String(step), String(time), Object.is(value, -0) ? '-0' : String(value)];
}
