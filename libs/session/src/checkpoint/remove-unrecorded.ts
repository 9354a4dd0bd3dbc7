import { readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { CheckpointRecord } from '@cartwheel/experiment-state';
import type { ProjectFolder } from '../project-folder.ts';

/** Removes what processes that were killed left of checkpoints that never came into the record: drafts and folders. */
export async function removeUnrecorded(
  folder: ProjectFolder,
  runId: string,
  records: readonly CheckpointRecord[],
): Promise<void> {
  const dir = folder.resolve(`runs/${runId}/checkpoints`);
  const recorded = new Set(records.map(({ path }) => basename(path)));
  const present = await readdir(dir).catch(() => []);
  for (const name of present.filter((each) => !recorded.has(each))) {
    await rm(join(dir, name), { recursive: true, force: true });
  }
}
