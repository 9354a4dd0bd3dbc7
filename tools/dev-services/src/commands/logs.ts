import { readRecord } from '../state/service-record.ts';
import { openContext, type ServicesOptions } from './services-context.ts';

/** What `logs` takes. */
export interface LogsOptions extends ServicesOptions {
  /** Of each part, the last ones. Default 50. */
  lines?: number;
}

/** The last lines of a part. */
export interface PartLogs {
  readonly part: string;
  readonly text: string;
}

/** What running parts wrote last. */
export async function logs(options: LogsOptions = {}): Promise<PartLogs[]> {
  const context = await openContext(options);
  const found: PartLogs[] = [];
  for (const service of context.services) {
    const record = await readRecord(context, service.name);
    if (record === undefined) continue;
    for (const part of service.parts) {
      const text = await context.engine(record.engine).logs(part, options.lines ?? 50);
      found.push({ part: part.name, text });
    }
  }
  return found;
}
