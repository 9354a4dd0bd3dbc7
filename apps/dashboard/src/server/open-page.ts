import { CartwheelError } from '@cartwheel/async-guard';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The built page on disk. */
export interface PageFiles {
  readonly folder: string;
  close(): Promise<void>;
}

/** As packed, beside the built server. */
const BUILT = fileURLToPath(new URL('../page', import.meta.url));
const SOURCES = fileURLToPath(new URL('../../page', import.meta.url));

/** The page as it was built with the package; in the repository it is built anew, into a temporary folder. Throws `dashboard/no-page`. */
export async function openPage(): Promise<PageFiles> {
  if (existsSync(join(BUILT, 'index.html'))) return { folder: BUILT, close: () => Promise.resolve() };
  if (!existsSync(join(SOURCES, 'index.html'))) {
    throw new CartwheelError(
      'dashboard/no-page',
      `The page is missing in ${BUILT}: install @cartwheel/dashboard again.`,
    );
  }
  return buildPage(SOURCES);
}

async function buildPage(root: string): Promise<PageFiles> {
  const { build } = await import('vite');
  const folder = await mkdtemp(join(tmpdir(), 'cartwheel-page-'));
  const configFile = fileURLToPath(new URL('../../vite.config.ts', import.meta.url));
  await build({ root, configFile, logLevel: 'error', build: { outDir: folder, emptyOutDir: true } });
  return { folder, close: () => rm(folder, { recursive: true, force: true }) };
}
