import type { EngineName } from '../engines/engine.ts';
import { openContext, type ServicesOptions } from './services-context.ts';

/** Kills the services on an engine, for tests of what a crash does to others; `up` starts them again with their data. */
export async function crash(options: ServicesOptions, engineName: EngineName): Promise<void> {
  const context = await openContext(options);
  const engine = context.engine(engineName);
  await context.alone(async () => {
    for (const part of context.services.flatMap(({ parts }) => parts)) await engine.crash(part);
  });
}
