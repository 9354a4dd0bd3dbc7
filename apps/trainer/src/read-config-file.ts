import { readFile } from 'node:fs/promises';
import { parseDocument } from 'yaml';
import { CartwheelError } from '@cartwheel/async-guard';

/** A config file (YAML, and so JSON too) as plain data. Throws `trainer/unreadable-config` with the place in the file. */
export async function readConfigFile(path: string): Promise<Record<string, unknown>> {
  return settingsIn(await readText(path), path);
}

/** The settings in the text of a config file at `path`. Throws `trainer/unreadable-config`. */
export function settingsIn(text: string, path: string): Record<string, unknown> {
  const content = parseYaml(text, path);
  if (!isMapping(content)) {
    throw new CartwheelError(
      'trainer/unreadable-config',
      `${path} must hold settings as 'name: value' lines, such as 'env: CartPole-v1'; it holds ${describe(content)}.`,
    );
  }
  return content;
}

function parseYaml(text: string, path: string): unknown {
  try {
    const document = parseDocument(text);
    const [problem] = document.errors;
    if (problem) throw problem;
    return document.toJS();
  } catch (cause) {
    // Beside the document's own errors, those of aliases that lead nowhere or to too much.
    const reason = cause instanceof Error ? firstLine(cause.message) : String(cause);
    throw new CartwheelError('trainer/unreadable-config', `${path} must be YAML: ${reason}.`, { cause });
  }
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CartwheelError('trainer/unreadable-config', `The config file ${path} cannot be read: ${reason}.`, {
      cause,
    });
  }
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function describe(value: unknown): string {
  return value === null || value === undefined ? 'nothing' : Array.isArray(value) ? 'a list' : `a ${typeof value}`;
}

function firstLine(text: string): string {
  return text.split('\n')[0]?.replace(/:$/, '') ?? text;
}
