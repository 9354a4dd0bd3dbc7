import { openRecord, projectFolder, type OpenRecord } from '@cartwheel/session';
import { TrackingError } from '@cartwheel/tracking';
import { readerOf } from './reader-of.ts';
import type { RunReader } from './run-reader.ts';

export interface ProjectRecord extends AsyncDisposable {
  readonly store: RunReader;
}

/**
 * The record of a project folder, to be read. Where none is yet, there are no runs until a training makes it: each call
 * looks again. Throws as `openRunStore` for one that cannot be read.
 */
export async function openProjectRecord(out: string): Promise<ProjectRecord> {
  const folder = projectFolder(out);
  let opening: Promise<OpenRecord | null> | undefined;
  let isClosed = false;

  async function look(): Promise<OpenRecord | null> {
    try {
      return await openRecord(folder, { readOnly: true });
    } catch (error) {
      opening = undefined;
      if (error instanceof TrackingError && error.code === 'tracking/no-store') return null;
      throw error;
    }
  }

  const current = (): Promise<OpenRecord | null> => (isClosed ? Promise.resolve(null) : (opening ??= look()));
  await current();
  return {
    store: readerOf(async () => (await current())?.store ?? NO_RUNS),
    async [Symbol.asyncDispose]() {
      const last = opening;
      isClosed = true;
      await (await last)?.[Symbol.asyncDispose]();
    },
  };
}

const NO_RUNS: RunReader = {
  run: async () => null,
  runs: async () => [],
  series: async () => [],
  curve: async () => [],
  entries: async () => [],
  console: async () => [],
  commands: async () => [],
  checkpoints: async () => [],
  changes: async (_runId, { after }) => ({ position: after, points: [], entries: [] }),
  position: async () => 0,
};
