import { mkdir, open, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { MetricPoint } from '@cartwheel/experiment-state';
import type { MetricSink } from '../progress-dispatcher/metric-sink.ts';

export interface FileFormat {
  name: string;
  /** What a new file starts with. */
  header: string;
  format: (points: readonly MetricPoint[]) => string;
}

/** Opens the file, and its folder, with the first points; they are on the disk after `flush`. */
export function createFileSink(file: string, { name, header, format }: FileFormat): MetricSink {
  let opened: Promise<FileHandle> | undefined;

  async function openFile(): Promise<FileHandle> {
    await mkdir(dirname(file), { recursive: true });
    const handle = await open(file, 'a');
    const { size } = await handle.stat();
    if (size === 0) await handle.appendFile(header);
    return handle;
  }

  return {
    name,
    kind: 'record',
    async write({ points }) {
      const handle = await (opened ??= openFile());
      await handle.appendFile(format(points));
    },
    async flush() {
      await (await opened)?.sync();
    },
    async close() {
      const handle = await opened;
      opened = undefined;
      await handle?.close();
    },
  };
}
