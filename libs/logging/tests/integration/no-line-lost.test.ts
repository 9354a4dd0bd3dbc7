import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

let dir = '';

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'cartwheel-logging-'));
});

afterEach(async () => {
  await rm(dir, { recursive: true, force: true });
});

/** Runs the writer; gives what is in its log, and how it ended. */
async function write(ending: string, where: 'pipe' | 'file') {
  const entry = fileURLToPath(new URL('./write-lines.ts', import.meta.url));
  const flags = ['-C', '@cartwheel/source', '--import', 'tsx', entry, ending, where === 'file' ? dir : ''];
  const child = spawn(process.execPath, flags, { stdio: ['ignore', 'ignore', 'pipe'] });
  const [log, exit] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  const files = where === 'file' ? await readdir(dir) : [];
  const contents = await Promise.all(files.map((file) => readFile(join(dir, file), 'utf8')));
  const lines = [log, ...contents].join('').trim().split('\n');
  const records = lines.map((line): { Body: string; Attributes: Record<string, unknown> } => JSON.parse(line));
  return { records, files, exit };
}

it.each([
  ['shutdown', 'pipe', [0, null], undefined],
  ['sigterm', 'pipe', [null, 'SIGTERM'], { signal: 'SIGTERM' }],
  ['throw', 'pipe', [1, null], { 'exception.message': 'thrown on purpose' }],
  ['rejection', 'pipe', [1, null], { 'exception.message': 'rejected on purpose' }],
  ['shutdown', 'file', [0, null], undefined],
  ['sigterm', 'file', [null, 'SIGTERM'], { signal: 'SIGTERM' }],
  ['throw', 'file', [1, null], { 'exception.message': 'thrown on purpose' }],
] as const)('no line is lost at %s, to a %s', async (ending, where, expectedExit, last) => {
  const { records, files, exit } = await write(ending, where);
  expect(exit).toEqual(expectedExit);
  const numbers = records.filter(({ Body }) => Body === 'line').map(({ Attributes }) => Number(Attributes.line));
  expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 1_000 }, (_, line) => line));
  const ends = records.filter(({ Body }) => Body !== 'line').map(({ Attributes }) => Attributes);
  expect(ends).toMatchObject(last === undefined ? [] : [last]);
  // About 130 bytes a line in files of 40,000.
  expect(files.length > 2).toBe(where === 'file');
});
