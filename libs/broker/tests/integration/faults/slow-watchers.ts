import { setMaxListeners } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { createRedisBroker } from '../../../src/redis/index.ts';

// Started as `slow-watchers.ts URL RUN_ID WATCHERS PAUSE_MS` with a channel to its parent: watches, each event taking the
// pause, says when all have seen something, and ends when the parent lets go of it.
const [url = '', runId = '', watchers = '', pauseMs = ''] = process.argv.slice(2);
const broker = await createRedisBroker({ url });
const end = new AbortController();
setMaxListeners(0, end.signal);
process.once('disconnect', () => end.abort());
let begun = 0;
const watching = Array.from({ length: Number(watchers) }, async () => {
  let isFirst = true;
  for await (const event of broker.watch(runId, { signal: end.signal })) {
    if (isFirst && event.version > 0) begun += 1;
    if (isFirst && begun === Number(watchers)) process.send?.('watching');
    isFirst = false;
    await delay(Number(pauseMs), undefined, { signal: end.signal }).catch(() => undefined);
  }
});
await Promise.all(watching);
await broker.close();
