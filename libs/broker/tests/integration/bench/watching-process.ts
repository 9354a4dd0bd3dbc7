import { createRedisBroker } from '../../../src/redis/index.ts';

// Started by watch-latency.ts as `watching-process.ts URL RUN_ID EVENTS`: says when it watches, and then how late each
// document came. Both processes read the clock of this machine.
const [url = '', runId = '', events = ''] = process.argv.slice(2);
const broker = await createRedisBroker({ url });
const latencies: number[] = [];
for await (const event of broker.watch(runId)) {
  if (event.version === 1) process.send?.('watching');
  if (event.version === 1 || !('state' in event)) continue;
  latencies.push(performance.timeOrigin + performance.now() - event.state.updatedAt);
  if (latencies.length === Number(events)) break;
}
process.send?.(latencies);
await broker.close();
process.disconnect();
