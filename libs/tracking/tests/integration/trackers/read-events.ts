import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import * as z from 'zod';
import type { DeliveredPoint } from '../../../src/testing/index.ts';
import { pythonPrograms } from '../python-environment.ts';
import { seriesOf } from '../../series-of-tag.ts';
import { fromHex } from './hex-double.ts';

const REQUIREMENT = 'tensorboard==2.20.0';

const events = z.array(
  z.object({ tag: z.string(), plugin: z.string(), step: z.number(), time: z.number(), value: z.unknown() }),
);
export type ReadEvent = z.output<typeof events>[number];

/** Reads folders of event files with TensorBoard itself. */
export interface EventReader {
  read(folder: string): Promise<ReadEvent[]>;
  points(folder: string): Promise<DeliveredPoint[]>;
}

/** Null, with a line that says so, where no fitting Python is installed; where `CI=true` that is an error. */
export async function createEventReader(): Promise<EventReader | null> {
  const python = await pythonPrograms(REQUIREMENT);
  if (python) return eventReader(join(python, 'python'));
  const reason = `${REQUIREMENT} needs python3.11, 3.10 or 3.9 with its venv module.`;
  if (process.env['CI'] === 'true') throw new Error(reason);
  process.stderr.write(`Skipped: ${reason}\n`);
  return null;
}

function eventReader(python: string): EventReader {
  async function read(folder: string): Promise<ReadEvent[]> {
    const args = ['-W', 'ignore', fileURLToPath(new URL('read-events.py', import.meta.url)), folder];
    const { stdout } = await promisify(execFile)(python, args, { maxBuffer: 2 ** 28 });
    return events.parse(JSON.parse(stdout));
  }
  return {
    read,
    async points(folder) {
      const scalars = (await read(folder)).filter(({ plugin }) => plugin === 'scalars');
      return scalars.map(({ tag, step, value }) => ({ ...seriesOf(tag), step, value: fromHex(String(value)) }));
    },
  };
}
