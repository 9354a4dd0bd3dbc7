import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { CartwheelError } from '@cartwheel/async-guard';
import type { ModelFiles } from './model-files.ts';

/**
 * Writes `files` as the folder `dir`, whole or not at all: into a sibling, each file and the folder flushed to disk,
 * then renamed. A model folder that is there already is replaced; at no moment are both gone.
 *
 * Throws `algorithms/not-a-model-folder` where `dir` is something else that must not be deleted.
 */
export async function writeModelFolder(dir: string, files: ModelFiles): Promise<void> {
  const target = resolve(dir);
  const parent = dirname(target);
  const isThere = await checkReplaceable(target, Object.keys(files));
  await makeFolder(parent);
  const draft = join(parent, `.${basename(target)}.${randomUUID()}.draft`);
  try {
    await mkdir(draft);
    await Promise.all(Object.entries(files).map(([name, bytes]) => writeFlushed(join(draft, name), bytes)));
    await flushFolder(draft);
    await swapIn(draft, target, isThere);
    await flushFolder(parent);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  }
}

/** SHA-256 over `parts`, one after the other, hex. */
export function sha256Of(parts: Iterable<Uint8Array>): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}

/** Reads the files `names` of the folder `dir`. Throws `algorithms/missing-model-file`. */
export async function readModelFolder(dir: string, names: readonly string[]): Promise<ModelFiles> {
  const target = resolve(dir);
  const folder = (await exists(target)) ? target : previousOf(target);
  const files: Record<string, Uint8Array> = {};
  for (const name of names) files[name] = await readModelFile(folder, name, target);
  return files;
}

/** Where the folder that is being replaced waits until its successor has its name. */
function previousOf(target: string): string {
  return join(dirname(target), `.${basename(target)}.previous`);
}

async function swapIn(draft: string, target: string, isThere: boolean): Promise<void> {
  const previous = previousOf(target);
  if (isThere) {
    await rm(previous, { recursive: true, force: true });
    await rename(target, previous);
  }
  await rename(draft, target);
  await rm(previous, { recursive: true, force: true });
}

/** Whether it is there. */
async function checkReplaceable(target: string, names: readonly string[]): Promise<boolean> {
  if (!(await exists(target))) return false;
  for (const name of names) {
    if (await exists(join(target, name))) continue;
    throw new CartwheelError(
      'algorithms/not-a-model-folder',
      `A model is saved as a new folder or over an older model; ${target} exists and has no ${name}. Choose another folder.`,
    );
  }
  return true;
}

async function readModelFile(folder: string, name: string, target: string): Promise<Uint8Array> {
  try {
    return await readFile(join(folder, name));
  } catch (cause) {
    throw new CartwheelError(
      'algorithms/missing-model-file',
      `A model folder has a file ${name}; that of ${target} cannot be read. Give the folder that save() wrote.`,
      { cause },
    );
  }
}

async function writeFlushed(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes a folder and those above it that are missing; their names are on disk when it resolves. */
export async function makeFolder(path: string): Promise<void> {
  let made = resolve(path);
  const first = await mkdir(made, { recursive: true });
  if (first === undefined) return;
  for (; made !== first; made = dirname(made)) await flushFolder(dirname(made));
  await flushFolder(dirname(first));
}

/** Makes the names in a folder durable. Windows cannot open folders, and keeps their names by itself. */
export async function flushFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return false;
      throw error;
    },
  );
}
