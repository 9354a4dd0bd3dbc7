import { readFile } from 'node:fs/promises';
import { parseDocument } from 'yaml';
import { CartwheelError } from '@cartwheel/async-guard';

/** A config file (YAML, and so JSON too) as plain data. Throws `trainer/unreadable-config` with the place in the file. */
export async function readConfigFile(path: string): Promise<Record<string, unknown>> {
  const document = parseDocument(await readText(path));
  const problem = document.errors[0];
  if (problem) {
    throw new CartwheelError('trainer/unreadable-config', `${path} must be YAML: ${firstLine(problem.message)}.`, {
      cause: problem,
    });
  }
  const content: unknown = document.toJS();
  if (!isMapping(content)) {
    throw new CartwheelError(
      'trainer/unreadable-config',
      `${path} must hold settings as 'name: value' lines, such as 'env: CartPole-v1'; it holds ${describe(content)}.`,
    );
  }
  return content;
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
