/** A process whose main loop stands still for 10 s as soon as it has told where its health server is. */
import { createHealthMonitor } from '../../src/health-monitor.ts';
import { startHealthServer } from '../../src/server/start-health-server.ts';

const server = await startHealthServer({
  monitor: createHealthMonitor([]),
  onError: (error) => process.stderr.write(`${String(error)}\n`),
});
process.stdout.write(`${server.url}\n`);
Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10_000);
const awake = setInterval(() => {}, 1_000);
process.once('SIGTERM', () => {
  clearInterval(awake);
  void server.close();
});
