import { z } from 'zod';
import { defaultDeadCodeSettings, type DeadCodeSettings } from '../dead-code/dead-code-settings.ts';
import { defaultDuplicatesSettings, type DuplicatesSettings } from '../duplicates/duplicates-settings.ts';
import {
  defaultLegacyImportsSettings,
  defaultNoPrintSettings,
  defaultUnguardedSettings,
  type LegacyImportsSettings,
  type NoPrintSettings,
  type UnguardedSettings,
} from '../leftovers/leftovers-settings.ts';
import { QualityError } from '../quality-error.ts';
import { isObject, readJson } from '../workspace/read-json.ts';
import type { SourceTree } from '../workspace/source-tree.ts';
import { settingsSchema, type Settings } from './settings.schema.ts';

/** The plugin's name in nx.json. */
export const PLUGIN = '@cartwheel/nx-quality/plugin';

/** The settings of all checks, defaults filled in. */
export interface CheckSettings {
  readonly deadCode: DeadCodeSettings;
  readonly duplicates: DuplicatesSettings;
  readonly noPrint: NoPrintSettings;
  readonly legacyImports: LegacyImportsSettings;
  readonly unguarded: UnguardedSettings;
}

/**
 * Reads the plugin's options from nx.json.
 *
 * @throws QualityError `quality/broken-settings` for unknown names and wrong values.
 */
export function readSettings(tree: SourceTree): CheckSettings {
  const plugins = readJson(tree, 'nx.json')?.['plugins'];
  const entry: unknown = Array.isArray(plugins)
    ? plugins.find((plugin) => isObject(plugin) && plugin['plugin'] === PLUGIN)
    : undefined;
  const settings = parseSettings(isObject(entry) ? entry['options'] : undefined);
  return {
    deadCode: withDefaults(defaultDeadCodeSettings, settings.deadCode),
    duplicates: withDefaults(defaultDuplicatesSettings, settings.duplicates),
    noPrint: withDefaults(defaultNoPrintSettings, settings.noPrint),
    legacyImports: withDefaults(defaultLegacyImportsSettings, settings.legacyImports),
    unguarded: withDefaults(defaultUnguardedSettings, settings.unguarded),
  };
}

export function parseSettings(options: unknown): Settings {
  const parsed = settingsSchema.safeParse(options ?? {});
  if (parsed.success) return parsed.data;
  throw new QualityError(
    'quality/broken-settings',
    `Options of ${PLUGIN} in nx.json: ${z.prettifyError(parsed.error)}`,
  );
}

/** An absent field keeps its default, also where it is set to undefined. */
function withDefaults<T extends object>(
  defaults: T,
  given: { readonly [Key in keyof T]?: T[Key] | undefined } = {},
): T {
  const set = Object.entries(given).filter(([, value]) => value !== undefined);
  return Object.assign({}, defaults, Object.fromEntries(set));
}
