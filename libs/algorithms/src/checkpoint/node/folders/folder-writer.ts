import { Worker } from 'node:worker_threads';
import { CartwheelError, type ErrorSummary } from '@cartwheel/async-guard';
import { createWorkerClient, type WorkerClient } from '@cartwheel/async-guard/node';
import type { ModelFiles } from '../../../model-folder/model-files.ts';
import { folderOperations } from './folder-operations.ts';
import type { FolderOperations } from './protocol.ts';

/**
 * Puts the folders of checkpoints on disk and removes them, on a thread of its own: opening, flushing and renaming files takes
 * some forty turns of the event loop and as many wakes of other threads, all of them training's time.
 */
export interface FolderWriter {
  /** As the whole folder `dir`, flushed to disk, or not at all; `files` are handed over. Rejects as `save` of a model does. */
  write(dir: string, files: ModelFiles): Promise<void>;
  /** Removes folders; those that are not there are no mistake. */
  remove(dirs: readonly string[]): Promise<void>;
  /** Ends the thread. What it had not answered is rejected. */
  close(): Promise<void>;
}

/** So many folders are written without a thread: a short run has one at its start and one at its end, and needs none. */
const WITHOUT_THREAD = 2;

/** Its thread starts with the third folder. */
export function createFolderWriter(): FolderWriter {
  let client: WorkerClient<FolderOperations> | undefined;
  let written = 0;
  return {
    write(dir, files) {
      written += 1;
      if (written <= WITHOUT_THREAD) return folderOperations.write({ dir, files });
      client ??= createClient();
      return client.call('write', { dir, files }, buffersOf(files));
    },
    async remove(dirs) {
      if (dirs.length > 0) await (client?.call('remove', { dirs }) ?? folderOperations.remove({ dirs }));
    },
    close: () => client?.end() ?? Promise.resolve(),
  };
}

function createClient(): WorkerClient<FolderOperations> {
  return createWorkerClient<FolderOperations, ErrorSummary>(startWorker(), {
    toError: ({ code, message }) => new CartwheelError(code, message),
    toCrash: (cause) => crashed(cause.message, cause),
    toEnd: () => crashed('it was closed'),
    // The next call says so.
    onCrash: () => undefined,
  });
}

/** Those that hold nothing else. */
function buffersOf(files: ModelFiles): ArrayBuffer[] {
  return Object.values(files).flatMap(({ buffer, byteLength }) =>
    buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? [buffer] : [],
  );
}

/** The built worker from the built library; from the sources a bootstrap that registers a TypeScript loader first. */
function startWorker(): Worker {
  const name = 'cartwheel-checkpoints';
  // Without its parent's flags: they were meant for another entry, and some are not allowed in a worker.
  if (!import.meta.url.endsWith('.ts'))
    return new Worker(new URL('./worker/worker.js', import.meta.url), { name, execArgv: [] });
  const execArgv = ['--conditions=@cartwheel/source'];
  return new Worker(new URL('./worker/start-from-source.js', import.meta.url), { name, execArgv });
}

function crashed(why: string, cause?: Error): CartwheelError {
  return new CartwheelError(
    'algorithms/folder-thread-ended',
    `The thread that writes checkpoints ended before it had written this one (${why}). What it had written is on disk.`,
    { cause },
  );
}
