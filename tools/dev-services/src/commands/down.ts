import { ENGINE_NAMES } from '../engines/engine.ts';
import type { Service, ServiceName } from '../services/part.ts';
import { openContext, type ServicesContext, type ServicesOptions } from './services-context.ts';
import { stopRecorded } from './stop-recorded.ts';

/** What `down` takes. */
export interface DownOptions extends ServicesOptions {
  /** Delete the data, too, on every engine that works here. Default: false. */
  volumes?: boolean;
}

/** What `down` did with a service. */
export interface DownResult {
  readonly service: ServiceName;
  /** False when nothing ran. */
  readonly stopped: boolean;
}

/** Ends services; a second call does nothing. */
export async function down(options: DownOptions = {}): Promise<DownResult[]> {
  const context = await openContext(options);
  return context.alone(async () => {
    const results: DownResult[] = [];
    for (const service of context.services) {
      results.push({ service: service.name, stopped: await stopRecorded(context, service) });
      if (options.volumes === true) await removeVolumes(context, service);
    }
    return results;
  });
}

async function removeVolumes(context: ServicesContext, service: Service): Promise<void> {
  for (const name of ENGINE_NAMES) {
    const engine = context.engine(name);
    if ((await engine.look()).usable) await engine.removeVolume(service);
  }
}
