import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { QualityError } from '../../quality-error.ts';

const spanSchema = z.object({ offset: z.number(), length: z.number(), line: z.number(), column: z.number() });
const reportSchema = z.object({
  diagnostics: z.array(z.object({ filename: z.string(), labels: z.array(z.object({ span: spanSchema })) })),
});

/** A place that a lint rule complains about; `filename` is absolute, offset and length are in bytes. */
export type LintPlace = z.infer<typeof spanSchema> & { readonly filename: string };

/**
 * Runs one rule of the workspace's oxlint over everything, with the rule's own comments but without the workspace's settings.
 *
 * @throws QualityError `quality/oxlint-missing` or `quality/oxlint-failed`.
 */
export async function runOxlint(root: string, rule: string): Promise<LintPlace[]> {
  const program = installedOxlint(root);
  const folder = await mkdtemp(join(tmpdir(), 'nx-quality-'));
  try {
    const config = join(folder, 'oxlintrc.json');
    await writeFile(config, JSON.stringify({ plugins: [], categories: {}, rules: { [rule]: 'error' } }));
    const text = await run(
      program,
      ['-A', 'all', '-D', rule, '-c', config, '--ignore-pattern', 'node_modules', '--format', 'json', '.'],
      root,
    );
    const { diagnostics } = reportSchema.parse(JSON.parse(text));
    return diagnostics.flatMap(({ filename, labels }) =>
      labels.map(({ span }) => ({ filename: resolve(root, filename), ...span })),
    );
  } catch (error) {
    throw new QualityError('quality/oxlint-failed', `oxlint did not report on ${root}: ${String(error)}`, {
      cause: error,
    });
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Findings make oxlint end with code 1, which is no failure here. */
function run(program: string, options: readonly string[], cwd: string): Promise<string> {
  return new Promise((done, fail) => {
    execFile(process.execPath, [program, ...options], { cwd, maxBuffer: 2 ** 28 }, (error, stdout) => {
      if (error === null || error.code === 1) done(stdout);
      else fail(error);
    });
  });
}

function installedOxlint(root: string): string {
  const require = createRequire(join(root, 'package.json'));
  try {
    return join(require.resolve('oxlint/package.json'), '..', 'bin', 'oxlint');
  } catch (error) {
    const message = `no-print runs oxlint's rule no-console, but oxlint is not installed; run \`npm install --save-dev oxlint\`.`;
    throw new QualityError('quality/oxlint-missing', message, { cause: error });
  }
}
