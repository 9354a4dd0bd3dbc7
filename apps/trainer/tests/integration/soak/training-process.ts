/** The process that a soak watches: trains as it is told, run after run, and says how much it holds. Has a channel to its parent. */
import { readdirSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { TrainingCallback } from '@cartwheel/callbacks';
import { runTraining } from '@cartwheel/session';
import { configOf, LAST_UPDATES, UNDISTURBED, UPDATES, type Holdings, type Round, type Told } from './round.ts';

const unhandled: string[] = [];
process.on('unhandledRejection', (reason) => unhandled.push(String(reason)));
process.on('message', (message: Round | typeof UNDISTURBED) => {
  if (message !== UNDISTURBED) begin(message);
});
process.once('disconnect', () => process.exit());
tell({ event: 'ready' });

function begin(round: Round): void {
  void train(round).then(tell, (error: unknown) => tell({ event: 'failed', error: String(error) }));
}

async function train({ seed, out, redisUrl, aimUrl, updateMs }: Round): Promise<Told> {
  let updates = 0;
  let undisturbed: Promise<unknown> = Promise.resolve();
  const longestUpdate = { ms: 0, begun: 0 };
  const pace: TrainingCallback = {
    name: 'pace',
    mode: 'await',
    async onUpdate() {
      if (longestUpdate.begun > 0)
        longestUpdate.ms = Math.max(longestUpdate.ms, performance.now() - longestUpdate.begun);
      updates += 1;
      if (updates === UPDATES - LAST_UPDATES) undisturbed = whenUndisturbed();
      await within(WAITS_MS, undisturbed);
      await delay(updateMs);
      longestUpdate.begun = performance.now();
    },
  };
  const result = await runTraining({
    config: configOf(seed),
    out,
    redisUrl,
    trackers: [`aim ${aimUrl}`],
    callbacks: [pace],
    onEvent: (event) => {
      if (event.event === 'started') tell({ event: 'started', runId: event.runId });
    },
  });
  return {
    event: 'finished',
    runId: result.runId,
    status: result.status,
    timesteps: result.timesteps,
    longestUpdateMs: longestUpdate.ms,
    holdings: await holdings(),
  };
}

/** A hook may not take a minute; then the next one waits. */
const WAITS_MS = 30_000;

function whenUndisturbed(): Promise<unknown> {
  const told = new Promise((resolve) => {
    const hear = (message: unknown): void => {
      if (message !== UNDISTURBED) return;
      process.off('message', hear);
      resolve(undefined);
    };
    process.on('message', hear);
  });
  tell({ event: 'nearly finished' });
  return told;
}

/** Leaves no timer behind where it is there already. */
async function within(ms: number, settled: Promise<unknown>): Promise<void> {
  const late = new AbortController();
  const delayed = delay(ms, undefined, { signal: late.signal }).catch(() => undefined);
  await Promise.race([settled, delayed]);
  late.abort();
}

/** After what has ended has had time to let go. */
async function holdings(): Promise<Holdings> {
  await delay(1000);
  global.gc?.();
  const { rss, heapUsed } = process.memoryUsage();
  const handles = process.getActiveResourcesInfo().filter((name) => !name.startsWith('Timeout'));
  return {
    rssMb: rss / 2 ** 20,
    heapMb: heapUsed / 2 ** 20,
    handles: handles.length,
    timers: process.getActiveResourcesInfo().length - handles.length,
    openFiles: process.platform === 'linux' ? readdirSync('/proc/self/fd').length : 0,
    listeners: process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0),
    unhandled: unhandled.length,
  };
}

function tell(told: Told): void {
  process.send?.(told);
}
