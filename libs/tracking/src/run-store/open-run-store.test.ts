import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeRunStore } from '../testing/describe-run-store.ts';
import { openRunStore } from './open-run-store.ts';

describeRunStore('on disk', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'cartwheel-store-'));
  return {
    open: () => openRunStore({ dir, flushIntervalMs: 10 }),
    remove: () => rm(dir, { recursive: true, force: true }),
  };
});
