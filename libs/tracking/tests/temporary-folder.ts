import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from '@jest/globals';

/** For each test an empty folder, which is removed after it. Gives the function that tells its path. */
export function useTemporaryFolder(): () => string {
  let dir = '';
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'cartwheel-store-'));
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));
  return () => dir;
}
