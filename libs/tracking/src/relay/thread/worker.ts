import { parentPort, workerData } from 'node:worker_threads';
import { lowerPriority } from './lower-priority.ts';
import { serveRelays } from './serve-relays.ts';
import type { RelayThreadSettings } from './protocol.ts';

if (!parentPort) throw new Error('This file is the entry of a worker thread: start it with startRelayThread().');
lowerPriority();
await serveRelays(parentPort, workerData as RelayThreadSettings);
// A tracker may have left something open; of a worker's thread this ends no more than itself.
process.exit();
