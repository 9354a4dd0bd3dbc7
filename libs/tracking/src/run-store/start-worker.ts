import { Worker } from 'node:worker_threads';

/** Starts the store's worker thread: the built one from the built library, the TypeScript one from the sources. */
export function startWorker(): Worker {
  // Without its parent's flags: they were meant for another entry, and some are not allowed in a worker.
  const options = { name: 'cartwheel-run-store', execArgv: [] };
  return import.meta.url.endsWith('.ts')
    ? new Worker(new URL('./worker/start-from-source.js', import.meta.url), options)
    : new Worker(new URL('./worker/worker.js', import.meta.url), options);
}
