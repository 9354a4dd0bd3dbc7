import { setTimeout as wait } from 'node:timers/promises';
import type { RunStore } from '@cartwheel/tracking';
import type { Page } from 'playwright-core';
import { runRecord } from './run-records.ts';
import { COUNT_FRAMES, NOTE_FRAMES, NOTE_POSITION, SINCE_CURVES } from './in-page.ts';
import { median, quantile } from './statistics.ts';

/** A line of the report. */
export interface Measured {
  what: string;
  value: string;
  wanted: string;
}

export interface Bench {
  store: RunStore;
  url: string;
  page: Page;
}

const ROUNDS = 5;
const RETURNS = 'rollout/ep_rew_mean';
const ms = (value: number): string => `${value.toFixed(0)} ms`;

const point = (name: string, step: number, value: number) => ({ name, context: {}, step, time: Date.now(), value });

/** From `appendPoints` in a process that trains to the frame that shows the point. */
export async function stepToPixel({ store, url, page }: Bench): Promise<Measured> {
  const { runId } = await newRun(store, 20_001);
  await store.appendPoints(runId, [point(RETURNS, 0, 0)]);
  await page.goto(`${url}runs/${runId}`);
  await page.getByText('up to date', { exact: true }).waitFor();
  await page.getByRole('img', { name: /after 1 points/ }).waitFor();
  await page.evaluate(NOTE_FRAMES);
  const sentAt: number[] = [Date.now()];
  for (let step = 1; step <= 100; step++) {
    sentAt.push(Date.now());
    void store.appendPoints(runId, [point(RETURNS, step, Math.sin(step / 10))]);
    // Out of step with the polls.
    await wait(83);
  }
  await page.getByRole('img', { name: /after 101 points/ }).waitFor();
  await wait(200);
  const seen = await page.evaluate<[number, number][]>('window.seen');
  const delays = sentAt.slice(1).map((sent, i) => {
    const shown = seen.find(([count]) => count >= i + 2);
    return (shown?.[1] ?? Number.NaN) - sent;
  });
  return {
    what: 'from a step recorded in another process to the frame that shows it, 100 steps: p50, p95',
    value: `${ms(median(delays))}, ${ms(quantile(delays, 0.95))}`,
    wanted: 'p95 ≤ 300 ms',
  };
}

/** From the click on a link to the first row in sight, with nothing in the browser's cache but the page's files. */
export async function tenThousandRuns({ store, url, page }: Bench): Promise<Measured> {
  await Promise.all(Array.from({ length: 10_000 }, (_, i) => store.createRun(runRecord(i))));
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    await page.goto('about:blank');
    await page.goto(url);
    await page.locator('.row.run').first().waitFor();
    times.push(await page.evaluate<number>('performance.now()'));
  }
  return {
    what: '10,000 runs: from the address to the first rows, median of 5',
    value: ms(median(times)),
    wanted: '≤ 1,000 ms',
  };
}

/** Of the run's page: script, data and all. */
export async function millionPoints({ store, url, page }: Bench): Promise<Measured[]> {
  const { runId } = await newRun(store, 20_002);
  for (let from = 0; from < 1_000_000; from += 20_000) {
    await store.appendPoints(
      runId,
      Array.from({ length: 20_000 }, (_, i) => point(RETURNS, from + i, Math.sin((from + i) / 1e4) + Math.random())),
    );
  }
  const [whole, alone]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round++) {
    await page.goto('about:blank');
    await page.goto(`${url}runs/${runId}`);
    await page.getByRole('img', { name: /^rollout\/ep_rew_mean/ }).waitFor();
    whole.push(await page.evaluate<number>('performance.now()'));
    alone.push(await page.evaluate<number>(SINCE_CURVES));
  }
  return [
    {
      what: 'a series of 1,000,000 points: from asking for it to the chart, median of 5',
      value: ms(median(alone)),
      wanted: '≤ 500 ms',
    },
    { what: 'the same from the address, the page itself included', value: ms(median(whole)), wanted: '' },
  ];
}

/** Frames that the browser draws while 20 charts grow ten times a second. */
export async function twentyCharts({ store, url, page }: Bench): Promise<Measured> {
  const { runId } = await newRun(store, 20_003);
  const names = Array.from({ length: 20 }, (_, i) => `train/metric_${i}`);
  const append = (step: number): Promise<void> =>
    store.appendPoints(
      runId,
      names.map((name, i) => point(name, step, Math.sin(step / 20 + i))),
    );
  for (let step = 0; step < 500; step++) void append(step);
  await store.flush();
  await page.goto(`${url}runs/${runId}`);
  await page.getByRole('img').nth(19).waitFor();
  const counting = page.evaluate<number>(COUNT_FRAMES);
  const end = new AbortController();
  const growing = (async (): Promise<void> => {
    for (let step = 500; !end.signal.aborted; step++) {
      void append(step);
      await wait(100);
    }
  })();
  const framesPerSecond = await counting;
  end.abort();
  await growing;
  return {
    what: '20 charts that grow at 10 Hz, frames a second over 10 s',
    value: framesPerSecond.toFixed(1),
    wanted: '≥ 50',
  };
}

/** What an hour at 10 Hz brings, as fast as it goes through. */
export async function anHour({ store, url, page }: Bench): Promise<Measured> {
  const { runId } = await newRun(store, 20_004);
  const names = Array.from({ length: 5 }, (_, i) => `train/metric_${i}`);
  const client = await page.context().newCDPSession(page);
  const heapMegabytes = async (): Promise<number> => {
    await client.send('HeapProfiler.collectGarbage');
    const { usedSize } = await client.send('Runtime.getHeapUsage');
    return usedSize / 2 ** 20;
  };
  const grow = async (from: number, to: number): Promise<void> => {
    for (let step = from; step < to; step++) {
      void store.appendPoints(
        runId,
        names.map((name) => point(name, step, Math.sin(step / 100))),
      );
      if (step % 500 === 0) await store.flush();
    }
    await store.flush();
    const position = await store.position(runId);
    while (!(await page.evaluate<boolean>(`window.lastPosition >= ${position}`))) await wait(50);
  };
  await store.appendPoints(
    runId,
    names.map((name) => point(name, 0, 0)),
  );
  await page.addInitScript(NOTE_POSITION);
  await page.goto(`${url}runs/${runId}`);
  await page.getByText('up to date', { exact: true }).waitFor();
  await grow(1, 6_000);
  const early = await heapMegabytes();
  await grow(6_000, 36_000);
  const late = await heapMegabytes();
  return {
    what: 'memory of the page after 10 min and after 1 h of data, 5 charts at 10 Hz',
    value: `${early.toFixed(1)} MB, ${late.toFixed(1)} MB`,
    wanted: 'flat',
  };
}

async function newRun(store: RunStore, index: number): Promise<{ runId: string }> {
  const record = runRecord(index, { status: 'running' });
  await store.createRun(record);
  return record;
}
