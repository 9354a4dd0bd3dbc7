import { parentPort, workerData } from 'node:worker_threads';
import type { WorkerSettings } from '../protocol.ts';
import { serveHealth } from './serve-health.ts';

if (!parentPort) throw new Error('This file is the entry of a worker thread: start it with startHealthServer().');
// Typed as any by Node; it is a clone of what startHealthServer() gives.
serveHealth(parentPort, workerData as WorkerSettings);
