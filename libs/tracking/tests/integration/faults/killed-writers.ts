import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { openRunStore } from '../../../src/index.ts';
import type { StartProgram } from '../start-program.ts';

export interface KilledWritersReport {
  kills: number;
  /** Points whose flush had returned before a kill. */
  flushed: number;
  /** Of those, the ones that were not there afterwards. */
  lost: number;
  /** Points that are there and do not belong: torn calls, gaps, wrong values. */
  wrong: number;
}

export interface KilledWritersOptions {
  dir: string;
  kills: number;
  start: StartProgram;
  /** Processes that write different runs of the store at once. */
  atOnce: number;
  /** 0 ≤ it < 1. */
  random: () => number;
}

/** The most flushes that a writer is let do. */
const MOST_FLUSHES = 12;

/** Kills writers of one store, each at a random moment, and looks what is there. */
export async function killWriters(options: KilledWritersOptions): Promise<KilledWritersReport> {
  const { dir, kills, atOnce, random } = options;
  // The store is there before several open it.
  await (await openRunStore({ dir })).close();
  const report = { kills, flushed: 0, lost: 0, wrong: 0 };
  for (let done = 0; done < kills; done += atOnce) {
    const runs = Array.from({ length: Math.min(atOnce, kills - done) }, (_, index) => `run-${done + index}`);
    const flushed = await Promise.all(
      runs.map((runId) => killOne(options, runId, 1 + Math.floor(random() * MOST_FLUSHES))),
    );
    for (const [index, runId] of runs.entries()) addResult(report, flushed[index], await stepsOf(dir, runId));
  }
  return report;
}

/** Gives the last step that was flushed. */
async function killOne({ dir, start, random }: KilledWritersOptions, runId: string, flushes: number): Promise<number> {
  const writer = start('writer', dir, runId, '0');
  const exited = once(writer, 'exit');
  let last = -1;
  let seen = 0;
  for await (const line of createInterface({ input: writer.stdout })) {
    last = Number(line);
    // A little later, so that the kill may come in the middle of anything.
    if (++seen === flushes) setTimeout(() => writer.kill('SIGKILL'), random() * 5);
  }
  const [, signal] = await exited;
  if (signal !== 'SIGKILL') throw new Error(`The writer of ${runId} ended by itself.`);
  return last;
}

async function stepsOf(dir: string, runId: string): Promise<{ rewards: number[]; losses: number }> {
  const store = await openRunStore({ dir, readOnly: true });
  const rewards = await store.points(runId, { name: 'eval/mean_reward' });
  const losses = await store.points(runId, { name: 'train/loss' });
  await store.close();
  return {
    rewards: rewards.filter(({ step, value }) => step === value).map(({ step }) => step),
    losses: losses.filter(({ value }) => Number.isNaN(value)).length,
  };
}

function addResult(
  report: KilledWritersReport,
  last: number,
  { rewards, losses }: { rewards: number[]; losses: number },
): void {
  const found = new Set(rewards);
  const expected = Array.from({ length: last + 1 }, (_, step) => step);
  report.flushed += 2 * (last + 1);
  report.lost += expected.filter((step) => !found.has(step)).length + Math.max(0, last + 1 - losses);
  // A call's ten steps are there as a whole, or not at all, without a gap.
  const isWhole =
    rewards.length % 10 === 0 && losses === rewards.length && rewards.every((step, index) => step === index);
  report.wrong += isWhole ? 0 : 1;
}
