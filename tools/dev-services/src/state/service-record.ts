import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { ENGINE_NAMES } from '../engines/engine.ts';
import { SERVICE_NAMES, type ServiceName } from '../services/part.ts';

const recordSchema = z.object({
  service: z.enum(SERVICE_NAMES),
  engine: z.enum(ENGINE_NAMES),
  /** In the order of the service's parts. Other ports in the settings mean another instance. */
  ports: z.array(z.int()).readonly(),
});

/** Which engine runs a service. Written before the start, so that what a killed `up` left behind is found again. */
export type ServiceRecord = z.output<typeof recordSchema>;

export interface RecordFolder {
  readonly home: string;
  readonly project: string;
}

export async function readRecord(folder: RecordFolder, service: ServiceName): Promise<ServiceRecord | undefined> {
  const text = await readFile(fileOf(folder, service), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : recordSchema.parse(JSON.parse(text));
}

export async function writeRecord(folder: RecordFolder, record: ServiceRecord): Promise<void> {
  const file = fileOf(folder, record.service);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.new`, JSON.stringify(record));
  await rename(`${file}.new`, file);
}

export async function removeRecord(folder: RecordFolder, service: ServiceName): Promise<void> {
  await rm(fileOf(folder, service), { force: true });
}

function fileOf({ home, project }: RecordFolder, service: ServiceName): string {
  return join(home, project, `${service}.json`);
}
