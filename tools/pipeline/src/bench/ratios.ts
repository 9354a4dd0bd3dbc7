import * as z from 'zod';
import { cellOf, numberIn, rowsWith } from '../markdown-tables.ts';
import { mutationScore, parseMutationResults } from '../mutation/mutation-results.ts';
import type { ReadRecord } from '../read-record.ts';

/** Ours beside a peer or a reference that was measured in the same run: the greater, the better. */
export interface Ratio {
  /** What measured it: `speed`, `broker` … */
  suite: string;
  what: string;
  value: number;
}

/** The ratios of all suites, as far as there are results. */
export function ratiosIn(read: ReadRecord): Ratio[] {
  return [
    ...speedRatios(read('speed.md')),
    ...learningRatios(read('learning.md')),
    ...brokerRatios(read('broker.md')),
    ...trackingRatios(read('tracking.md')),
    ...resumeRatios(read('resume.json')),
    ...qualityRatios(read('quality.md')),
    ...dashboardRatios(read('dashboard.md')),
    ...mutationRatios(read('mutation.json')),
  ].filter(({ value }) => Number.isFinite(value));
}

/** `ours, 1 thread: **6.02 times** as fast as SB3` below the heading of its cell. */
function speedRatios(page = ''): Ratio[] {
  return page.split(/^### /m).flatMap((cell) => {
    const [title = ''] = cell.split('\n');
    const lines = cell.matchAll(/^(ours.*): \*\*([\d.]+) times\*\* as fast as (.+?)[;.]/gm);
    return [...lines].map(([, ours, times, peer]) => ({
      suite: 'speed',
      what: `${title}: ${ours}, as fast as ${peer}`,
      value: Number(times),
    }));
  });
}

/** 1 where the interval over the seeds reaches what RL-Zoo has, 0 where it does not. */
function learningRatios(page?: string): Ratio[] {
  return rowsWith('agrees', page).map((row) => ({
    suite: 'learning',
    what: `${cellOf(row, 'algorithm')} in ${cellOf(row, 'environment')}: agrees with RL-Zoo`,
    value: cellOf(row, 'agrees') === 'yes' ? 1 : 0,
  }));
}

function brokerRatios(page?: string): Ratio[] {
  return rowsWith('what', page).flatMap((row): Ratio[] => {
    const what = cellOf(row, 'what');
    const share = numberIn(cellOf(row, 'value')) / 100;
    if (what.includes('as a share of XADD')) {
      return [{ suite: 'broker', what: 'publishes as a share of a bare pipelined XADD', value: share }];
    }
    if (!what.includes('(P1)')) return [];
    return [
      { suite: 'broker', what: 'steps per second with Redis and TensorBoard, of those without', value: 1 - share },
    ];
  });
}

function trackingRatios(page?: string): Ratio[] {
  const store = rowsWith('this store', page)
    .filter((row) => cellOf(row, 'what').includes('as a share of bare libsql'))
    .map((row) => ({
      what: "the store's writes as a share of bare libsql",
      value: numberIn(cellOf(row, 'this store')) / 100,
    }));
  const aim = rowsWith('points per second landed on an Aim server', page)
    .filter((row) => cellOf(row, 'points per second').startsWith('ratio'))
    .map((row) => ({ what: "points to Aim beside Aim's own SDK", value: numberIn(Object.values(row)[1] ?? '') }));
  const cost = rowsWith('fewer steps/s', page)
    .filter((row) => cellOf(row, 'fewer steps/s') !== '')
    .map((row) => ({
      what: `steps per second with metrics ${cellOf(row, 'PPO on')}, of those without`,
      value: 1 - numberIn(cellOf(row, 'fewer steps/s')) / 100,
    }));
  return [...store, ...aim, ...cost].map((ratio) => ({ suite: 'tracking', ...ratio }));
}

const resumeSchema = z.object({
  kills: z.record(z.string(), z.array(z.object({ isEqual: z.boolean() }))),
  costs: z.object({ ppo: z.object({ sharePercent: z.number() }).optional() }),
});

function resumeRatios(text?: string): Ratio[] {
  if (text === undefined) return [];
  const { kills, costs } = resumeSchema.parse(JSON.parse(text));
  const equal = Object.entries(kills).map(([algorithm, done]) => ({
    suite: 'resume',
    what: `${algorithm}: killed and resumed trainings that are equal to the bit to one that was not`,
    value: done.filter(({ isEqual }) => isEqual).length / done.length,
  }));
  if (costs.ppo === undefined) return equal;
  const value = 1 - costs.ppo.sharePercent / 100;
  return [...equal, { suite: 'resume', what: "the training thread's time that checkpoints leave", value }];
}

function qualityRatios(page?: string): Ratio[] {
  const answers = rowsWith('recall', page)
    .filter((row) => cellOf(row, 'group') === 'all')
    .flatMap((row) => [
      { what: 'recall on the corpus', value: numberIn(cellOf(row, 'recall')) / 100 },
      { what: 'reports on the corpus that are no false alarm', value: 1 - numberIn(cellOf(row, 'false alarms')) / 100 },
    ]);
  const times = rowsWith('beside', page)
    .filter((row) => cellOf(row, 'beside').includes('×'))
    .map((row) => ({
      what: `${cellOf(row, 'command')}: as fast as ${/× (\w+)/.exec(cellOf(row, 'beside'))?.[1]}`,
      value: 1 / numberIn(cellOf(row, 'beside')),
    }));
  return [...answers, ...times].map((ratio) => ({ suite: 'quality', ...ratio }));
}

function dashboardRatios(page?: string): Ratio[] {
  return rowsWith('what', page)
    .filter((row) => cellOf(row, 'what').startsWith('memory of the page after'))
    .map((row) => {
      const [early = '', late = ''] = cellOf(row, 'value').split(',');
      return {
        suite: 'dashboard',
        what: "the page's memory at first, of that an hour later",
        value: numberIn(early) / numberIn(late),
      };
    });
}

/** Killed mutants, of all. */
function mutationRatios(text?: string): Ratio[] {
  return Object.entries(parseMutationResults(text)).map(([name, counts]) => ({
    suite: 'mutation',
    what: `${name}: mutants that tests kill, of all`,
    value: mutationScore(counts) / 100,
  }));
}

/** What a person feels: told, and no reason to fail. */
export interface Ceiling {
  suite: string;
  what: string;
  value: string;
  wanted: string;
}

export function ceilingsIn(read: ReadRecord): Ceiling[] {
  return ['broker', 'dashboard'].flatMap((suite) =>
    rowsWith('wanted', read(`${suite}.md`))
      .filter((row) => / (ms|MB)\b/.test(cellOf(row, 'value')) && cellOf(row, 'wanted') !== '')
      .map((row) => ({ suite, what: cellOf(row, 'what'), value: cellOf(row, 'value'), wanted: cellOf(row, 'wanted') })),
  );
}
