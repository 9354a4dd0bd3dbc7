import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { DevServiceError, messageOf } from '../dev-service-error.ts';
import { settingsSchema, type Settings } from './settings.schema.ts';

/** The settings that this package ships. */
const DEFAULT_SETTINGS_FILE = fileURLToPath(new URL('../../services.json', import.meta.url));

/**
 * Reads and checks a settings file.
 *
 * @throws DevServiceError `SETTINGS_INVALID`, naming the file and each wrong field
 */
export async function readSettings(file: string = DEFAULT_SETTINGS_FILE): Promise<Settings> {
  return parseSettings(await readJson(file), file);
}

/** As {@link readSettings}, of a value already at hand; `source` is named in the error. */
export function parseSettings(value: unknown, source: string): Settings {
  const parsed = settingsSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new DevServiceError(
    'SETTINGS_INVALID',
    `Expected the settings of services in ${source}, but:\n${z.prettifyError(parsed.error)}`,
  );
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw new DevServiceError('SETTINGS_INVALID', `Expected JSON in ${file}: ${messageOf(error)}`, { cause: error });
  }
}
