import { fileWriter, ParquetWriter } from 'hyparquet-writer';
import { canonicalContext } from '../run-store/canonical-context.ts';
import type { PointFile } from './point-file.ts';

/** Columns of no missing values, compressed with Snappy. */
// Async as the other formats are, although the library writes synchronously.
export async function openParquetFile(path: string): Promise<PointFile> {
  const writer = new ParquetWriter({
    writer: fileWriter(path),
    schema: [
      { name: 'root', num_children: 5 },
      { name: 'name', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'REQUIRED' },
      { name: 'context', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'REQUIRED' },
      { name: 'step', type: 'INT64', repetition_type: 'REQUIRED' },
      { name: 'time', type: 'DOUBLE', repetition_type: 'REQUIRED' },
      { name: 'value', type: 'DOUBLE', repetition_type: 'REQUIRED' },
    ],
  });
  return {
    async write(points) {
      await writer.write({
        columnData: [
          { name: 'name', data: points.map(({ name }) => name) },
          { name: 'context', data: points.map(({ context }) => canonicalContext(context)) },
          { name: 'step', data: points.map(({ step }) => BigInt(step)) },
          { name: 'time', data: Float64Array.from(points, ({ time }) => time) },
          { name: 'value', data: Float64Array.from(points, ({ value }) => value) },
        ],
      });
    },
    async close() {
      await writer.finish();
    },
  };
}
