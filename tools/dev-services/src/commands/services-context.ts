import { join } from 'node:path';
import envPaths from 'env-paths';
import { createEngine } from '../engines/create-engine.ts';
import type { Engine, EngineContext, EngineName } from '../engines/engine.ts';
import { servicesOf } from '../services/services-of.ts';
import type { Service, ServiceName } from '../services/part.ts';
import { readSettings } from '../settings/read-settings.ts';
import { withLock } from '../state/with-lock.ts';

/** What every command takes. */
export interface ServicesOptions {
  /** Default: the settings that this package ships, or the file that `CARTWHEEL_SERVICES_SETTINGS` names. */
  settingsFile?: string | undefined;
  /** Where records, logs and the data of local programs live. Default: `CARTWHEEL_SERVICES_HOME`, else the user's data folder. */
  home?: string | undefined;
  /** Default: all. */
  services?: readonly ServiceName[];
  /** Told of each step that takes long. Default: nobody. */
  say?: (line: string) => void;
}

/** What each command works with. */
export interface ServicesContext extends EngineContext {
  readonly services: readonly Service[];
  engine(name: EngineName): Engine;
  /** Only one command at a time changes a project. */
  alone<T>(action: () => Promise<T>): Promise<T>;
}

/** @throws DevServiceError `SETTINGS_INVALID` */
export async function openContext(options: ServicesOptions): Promise<ServicesContext> {
  const settings = await readSettings(options.settingsFile ?? process.env['CARTWHEEL_SERVICES_SETTINGS']);
  const paths = envPaths('cartwheel-services', { suffix: '' });
  const home = options.home ?? process.env['CARTWHEEL_SERVICES_HOME'] ?? paths.data;
  const engineContext: EngineContext = {
    project: settings.project,
    home,
    cache: paths.cache,
    say: options.say ?? (() => undefined),
  };
  return {
    ...engineContext,
    services: servicesOf(settings, options.services),
    engine: (name) => createEngine(name, engineContext),
    alone: (action) => withLock(join(home, `${settings.project}.commands`), action),
  };
}
