import { parentPort } from 'node:worker_threads';
import { serveStore } from './serve-store.ts';

if (!parentPort) throw new Error('This file is the entry of a worker thread: start it with startWorker().');
serveStore(parentPort);
