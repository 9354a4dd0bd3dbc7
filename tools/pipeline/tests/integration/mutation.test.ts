import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';

jest.setTimeout(120_000);

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const script = fileURLToPath(new URL('../fixtures/mutate.ts', import.meta.url));
const kept = join(root, '.mutation');

let folder: string;
let log: string;

/** A project as deep in the workspace as a library is. */
beforeAll(() => {
  mkdirSync(join(root, 'tmp'), { recursive: true });
  folder = mkdtempSync(join(root, 'tmp', 'mutated-'));
  log = join(folder, 'loaded.log');
  mkdirSync(join(folder, 'src'));
  write('package.json', '{ "name": "mutated", "type": "module" }');
  write('src/double.ts', 'export function double(x: number): number {\n  return x * 2;\n}\n');
  write('src/half.ts', 'export function half(x: number): number {\n  return x / 2;\n}\n');
  write(
    'src/wait.ts',
    "export function wait(): Promise<string> {\n  return new Promise((resolve) => setTimeout(resolve, 1, 'over'));\n}\n",
  );
  write('src/left-out.ts', 'export const sum = (a: number, b: number): number => a + b;\n');
  const test = (name: string, body: string): void =>
    write(
      `src/${name}.test.ts`,
      `import { appendFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { double } from './double.ts';
import { half } from './half.ts';
const note = (line: string): void => appendFileSync(${JSON.stringify(log)}, line + '\\n');
note('${name} loaded');
${body}`,
    );
  test(
    'double',
    "it('doubles', () => { note('doubles'); expect(double(3)).toBe(6); });\nit('again', () => { note('again'); expect(double(1)).toBe(2); });\n",
  );
  test(
    'half',
    "it('halves nothing', () => { note('halves'); expect(half(0)).toBe(0); });\nexport const unused = double;\n",
  );
  write(
    'src/wait.test.ts',
    `import { expect, it } from '@jest/globals';
import { wait } from './wait.ts';
it('waits', async () => { expect(await wait()).toBe('over'); }, 100_000);
`,
  );
});
afterAll(() => {
  rmSync(folder, { recursive: true });
  rmSync(join(kept, `${basename(folder)}.json`), { force: true });
});

const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);

function mutate(): string[] {
  writeFileSync(log, '');
  const args = ['--import', 'tsx', script, basename(folder)];
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
  if (!stdout.includes('[')) throw new Error(stderr);
  return (JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as string[]).toSorted();
}
const noted = (): string[] => readFileSync(log, 'utf8').trim().split('\n');
const times = (line: string): number => noted().filter((each) => each === line).length;

describe('a mutant', () => {
  it('is killed by a test that fails and survives one that does not; nothing runs that need not', () => {
    expect(mutate()).toEqual([
      '1: {} Killed',
      '1: {} Killed',
      '1: {} Killed',
      '2: "" Killed',
      // For which the test waits: Stryker would say so itself, later, and start a new process.
      '2: () => undefined Killed',
      '2: x * 2 Survived',
      '2: x / 2 Killed',
    ]);
    // All files once to see what they come by; then each only for the mutants that its tests come by.
    expect([times('double loaded'), times('half loaded')]).toEqual([1 + 2, 1 + 2]);
    // After a failure the rest of the file is skipped.
    expect([times('doubles'), times('again')]).toEqual([1 + 2, 1]);
  });

  it('whose code and tests have not changed is not tried again', () => {
    expect(mutate()).toContain('2: x * 2 Survived');
    expect(noted()).toEqual(expect.arrayContaining(['double loaded', 'half loaded']));
    expect([times('doubles'), times('halves')]).toEqual([1, 1]);
  });

  it('is made in a sandbox, which goes when it is done', () => {
    expect(existsSync(join(kept, `${basename(folder)}.json`))).toBe(true);
    expect(readFileSync(join(folder, 'src/double.ts'), 'utf8')).toContain('return x * 2');
    expect(readdirSync(folder).toSorted()).toEqual(['loaded.log', 'package.json', 'src']);
  });
});
