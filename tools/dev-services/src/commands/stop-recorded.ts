import type { Service } from '../services/part.ts';
import { readRecord, removeRecord } from '../state/service-record.ts';
import type { ServicesContext } from './services-context.ts';

/** Ends what the record says runs; true when there was a record. */
export async function stopRecorded(context: ServicesContext, service: Service): Promise<boolean> {
  const record = await readRecord(context, service.name);
  if (record === undefined) return false;
  const engine = context.engine(record.engine);
  for (const part of service.parts.toReversed()) await engine.stop(part);
  await removeRecord(context, service.name);
  return true;
}
