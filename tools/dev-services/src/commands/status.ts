import { messageOf } from '../dev-service-error.ts';
import type { EngineName } from '../engines/engine.ts';
import { installedEngines } from '../engines/installed-engines.ts';
import type { Part } from '../services/part.ts';
import { readRecord } from '../state/service-record.ts';
import { openContext, type ServicesOptions } from './services-context.ts';

/** Whether a part runs and answers. */
export interface PartStatus {
  readonly part: string;
  readonly url: string;
  /** Absent when nothing was started. */
  readonly engine?: EngineName;
  readonly state: 'stopped' | 'running' | 'ready';
  /** Those whose programs are installed, in the order in which `up` tries them. */
  readonly engines: readonly EngineName[];
  /** Of one that runs but does not answer. */
  readonly why?: string;
}

const PROBE_TIMEOUT_MS = 2_000;

/** Says of each part whether it runs and answers; changes nothing. */
export async function status(options: ServicesOptions = {}): Promise<PartStatus[]> {
  const context = await openContext(options);
  const found = context.services.map(async (service) => {
    const record = await readRecord(context, service.name);
    const engines = installedEngines(service.name);
    return Promise.all(
      service.parts.map(async (part): Promise<PartStatus> => {
        const { name, url } = part;
        if (record === undefined) return { part: name, url, engines, state: 'stopped' };
        const { engine } = record;
        if (!(await context.engine(engine).isRunning(part)))
          return { part: name, url, engines, engine, state: 'stopped' };
        return { part: name, url, engines, engine, ...(await answer(part)) };
      }),
    );
  });
  return (await Promise.all(found)).flat();
}

async function answer(part: Part): Promise<{ state: 'running' | 'ready'; why?: string }> {
  try {
    await part.probe(AbortSignal.timeout(PROBE_TIMEOUT_MS));
    return { state: 'ready' };
  } catch (error) {
    return { state: 'running', why: messageOf(error) };
  }
}
