import { execFile } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Finding } from '../findings/finding.ts';
import type { SourceTree } from '../workspace/source-tree.ts';
import { applyFixes } from './apply-fixes.ts';
import { keepWhatPasses } from './keep-what-passes.ts';

/** Whether the workspace is still whole; gets the files that a fix has changed. */
export type Verify = (files: readonly string[]) => Promise<boolean>;

/** What was fixed, and what was put back because something failed without it. */
export interface FixResult {
  readonly fixed: readonly Finding[];
  readonly kept: readonly Finding[];
}

/** Fixes findings in the files themselves, and puts back whatever makes `verify` fail. */
export async function fixOnDisk(
  root: string,
  findings: readonly Finding[],
  tree: SourceTree,
  verify: Verify = verifyByNx(root),
): Promise<FixResult> {
  const fixable = findings.filter(({ fix }) => fix !== undefined);
  const files = [...new Set(fixable.map(({ file }) => file))];
  const originals = new Map(files.map((file) => [file, tree.read(file)]));
  const write = (texts: ReadonlyMap<string, string | undefined>) => {
    for (const file of files) {
      const text = texts.has(file) ? texts.get(file) : originals.get(file);
      if (text === undefined) rmSync(join(root, file), { force: true });
      else writeFileSync(join(root, file), text);
    }
  };
  const fixed = await keepWhatPasses(fixable, (some) => {
    write(applyFixes(some, tree));
    return verify(files);
  });
  write(applyFixes(fixed, tree));
  return { fixed, kept: fixable.filter((finding) => !fixed.includes(finding)) };
}

/** Types and tests of every project that the files belong to or that uses those. */
function verifyByNx(root: string): Verify {
  return (files) =>
    new Promise((done) => {
      const args = [nxProgram(root), 'affected', '-t', 'typecheck', 'test', `--files=${files.join(',')}`];
      execFile(process.execPath, args, { cwd: root, maxBuffer: 2 ** 28 }, (error) => done(error === null));
    });
}

/** Where it lies differs from version to version. */
function nxProgram(root: string): string {
  // quality-ignore dead-code -- the nx of the workspace: @nx/devkit works beside no other
  const manifest = createRequire(join(root, 'package.json')).resolve('nx/package.json');
  const { bin } = JSON.parse(readFileSync(manifest, 'utf8')) as { readonly bin: { readonly nx: string } };
  return join(manifest, '..', bin.nx);
}
