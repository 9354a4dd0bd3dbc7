// Starts a worker where nothing was built: a worker thread gets no TypeScript loader from Jest. The build leaves this file
// out, and the built workers start without it.
import { workerData } from 'node:worker_threads';
import { register } from 'tsx/esm/api';

register();
await import(workerData.entry);
