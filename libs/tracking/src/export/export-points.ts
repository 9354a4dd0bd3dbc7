import { rename, rm } from 'node:fs/promises';
import type { RunStore, StepPoint } from '../run-store/run-store.ts';
import { openCsvFile } from './csv-file.ts';
import { openJsonLinesFile } from './json-lines-file.ts';
import { openParquetFile } from './parquet-file.ts';
import type { PointFile } from './point-file.ts';

/** As text, each point a line with `name,context,step,time,value`; or as a Parquet file of those columns. */
export type ExportFormat = 'csv' | 'jsonl' | 'parquet';

/** What `exportPoints` takes. */
export interface ExportOptions {
  runId: string;
  format: ExportFormat;
  /** Written whole or not at all; one that is there is replaced. */
  file: string;
}

const FILES: Readonly<Record<ExportFormat, (path: string) => Promise<PointFile>>> = {
  csv: openCsvFile,
  jsonl: openJsonLinesFile,
  parquet: openParquetFile,
};

/**
 * Writes all points of a run to a file, in order of name, context and step; gives their number. `context` is JSON text with
 * sorted keys, `time` milliseconds since the epoch. NaN, ±Infinity and −0 are `NaN`, `Infinity`, `-Infinity` and `-0` in
 * CSV, tagged as `{"$float": …}` in JSON Lines, and themselves in Parquet.
 */
export async function exportPoints(store: RunStore, { runId, format, file }: ExportOptions): Promise<number> {
  const part = `${file}.part`;
  try {
    const count = await writeAll(await FILES[format](part), pointsBySeries(store, runId));
    await rename(part, file);
    return count;
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

async function writeAll(file: PointFile, chunks: AsyncIterable<readonly StepPoint[]>): Promise<number> {
  let count = 0;
  try {
    for await (const points of chunks) {
      await file.write(points);
      count += points.length;
    }
  } finally {
    await file.close();
  }
  return count;
}

/** One series at a time is in memory. */
async function* pointsBySeries(store: RunStore, runId: string): AsyncGenerator<readonly StepPoint[]> {
  for (const { name, context } of await store.series(runId)) {
    yield await store.pointsWithBigSteps(runId, { name, context });
  }
}
