import { parentPort, workerData } from 'node:worker_threads';
import { lowerPriority } from './lower-priority.ts';
import type { RelayThreadSettings } from './protocol.ts';

if (!parentPort) throw new Error('This file is the entry of a worker thread: start it with startRelayThread().');
// Before the rest is loaded, which takes more processor time than many a run's deliveries; the threads that this one
// starts inherit it.
lowerPriority();
const { serveRelays } = await import('./serve-relays.ts');
await serveRelays(parentPort, workerData as RelayThreadSettings);
// A tracker may have left something open; of a worker's thread this ends no more than itself.
process.exit();
