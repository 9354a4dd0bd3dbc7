import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { QualityError } from '../quality-error.ts';
import type { DuplicatesSettings } from './duplicates-settings.ts';

const placeSchema = z.object({ name: z.string(), start: z.number(), end: z.number() });
const reportSchema = z.object({
  duplicates: z.array(
    z.object({
      firstFile: placeSchema,
      secondFile: placeSchema,
      fragment: z.string(),
      lines: z.number(),
      tokens: z.number(),
    }),
  ),
});

/** Two places that jscpd found equal; `name` is an absolute path. */
export type Clone = z.infer<typeof reportSchema>['duplicates'][number];

/** How jscpd is started: the program and its first arguments. */
export type JscpdCommand = readonly [string, ...string[]];

/**
 * Lets jscpd compare all sources below a folder. Local only: it never loads a model.
 *
 * @throws QualityError `quality/jscpd-missing` or `quality/jscpd-failed`.
 */
export async function runJscpd(
  root: string,
  { minTokens, minLines, ignore }: DuplicatesSettings,
  [program, ...first]: JscpdCommand = installedJscpd(),
): Promise<Clone[]> {
  // A folder of its own, so that no .jscpd.json of the workspace changes the answer.
  const folder = await mkdtemp(join(tmpdir(), 'nx-quality-'));
  const options = ['--reporters', 'json', '--output', folder, '--absolute', '--silent', '--format', FORMATS];
  const limits = ['--ignore-pattern', IMPORTS, '--min-tokens', String(minTokens), '--min-lines', String(minLines)];
  const ignored = [...SKIPPED, ...ignore].flatMap((pattern) => ['--ignore', pattern]);
  try {
    await promisify(execFile)(program, [...first, ...options, ...limits, ...ignored, root], { cwd: folder });
    const text = await readFile(join(folder, 'jscpd-report.json'), 'utf8');
    return reportSchema.parse(JSON.parse(text)).duplicates;
  } catch (error) {
    throw new QualityError('quality/jscpd-failed', `jscpd did not report on ${root}: ${String(error)}`, {
      cause: error,
    });
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Lists of imports are alike wherever the same things are used: they are not compared. */
const IMPORTS = '(?m)^import\\s[^;]*;';
const FORMATS = 'javascript,jsx,typescript,tsx';
const SKIPPED = ['**/node_modules/**', '**/dist/**', '**/out-tsc/**', '**/coverage/**', '**/.nx/**'];

function installedJscpd(): JscpdCommand {
  const require = createRequire(import.meta.url);
  try {
    return [process.execPath, join(require.resolve('jscpd/package.json'), '..', 'run-jscpd.js')];
  } catch (error) {
    throw new QualityError('quality/jscpd-missing', 'jscpd is not installed; run `npm install --save-dev jscpd`.', {
      cause: error,
    });
  }
}
