import { open } from 'node:fs/promises';
import { encodeFloat } from '@cartwheel/experiment-state';
import { canonicalContext } from '../run-store/canonical-context.ts';
import type { StepPoint } from '../run-store/run-store.ts';
import type { PointFile } from './point-file.ts';

/** One JSON object a line. */
export async function openJsonLinesFile(path: string): Promise<PointFile> {
  const file = await open(path, 'w');
  return {
    async write(points) {
      await file.write(points.map(toLine).join(''));
    },
    close: () => file.close(),
  };
}

/** By hand: JSON.stringify refuses a bigint, which JSON itself can hold. */
function toLine({ name, context, step, time, value }: StepPoint): string {
  const rest = `"step":${step},"time":${time},"value":${JSON.stringify(encodeFloat(value))}`;
  return `{"name":${JSON.stringify(name)},"context":${canonicalContext(context)},${rest}}\n`;
}
