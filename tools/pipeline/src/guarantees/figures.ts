import * as z from 'zod';
import { cellOf, numberIn, rowsWith } from '../markdown-tables.ts';
import type { ReadRecord } from '../read-record.ts';

/** What was counted or measured when a promise was last attacked. */
export interface Figure {
  what: string;
  /** As it stands on record. */
  value: string;
  /** What it may be at most, where the promise says so. */
  atMost?: string;
  /** The file in docs/benchmarks that has it. */
  source: string;
}

export function isMet({ value, atMost }: Figure): boolean {
  return atMost === undefined || numberIn(value) <= numberIn(atMost);
}

/** Of docs/benchmarks/faults.md: what has a limit, and what the design wants to be told. */
export function faultFigures(read: ReadRecord, promise: string): Figure[] {
  return rowsWith('attack', read('faults.md'))
    .filter((row) => cellOf(row, 'promise') === promise)
    .filter((row) => cellOf(row, 'at most') !== '' || cellOf(row, 'what was counted').includes('told, not promised'))
    .map((row) => ({
      what: `${cellOf(row, 'attack')}: ${cellOf(row, 'what was counted')} (${cellOf(row, 'load')})`,
      value: cellOf(row, 'value'),
      ...(cellOf(row, 'at most') === '' ? {} : { atMost: cellOf(row, 'at most') }),
      source: 'faults.md',
    }));
}

/** Of docs/benchmarks/tracking.md: points that trackers lacked or had twice. */
export function trackerFigures(read: ReadRecord): Figure[] {
  return rowsWith('tracker (', read('tracking.md')).flatMap((row) =>
    ['lost', 'doubled', 'wrong'].map((what) => ({
      what:
        `${cellOf(row, 'tracker')}: points ${what}, of ${cellOf(row, 'points')}; SIGKILLs of its server ` +
        `${cellOf(row, 'SIGKILLs of its server')}, of the relaying process ${cellOf(row, 'SIGKILLs of the relaying')}`,
      value: cellOf(row, what),
      atMost: '0',
      source: 'tracking.md',
    })),
  );
}

export function killedWriterFigures(read: ReadRecord): Figure[] {
  return rowsWith('SIGKILLs of a writer', read('tracking.md')).map((row) => ({
    what: `points lost of ${cellOf(row, 'points flushed')} flushed before ${cellOf(row, 'SIGKILLs of a writer')} SIGKILLs`,
    value: cellOf(row, 'lost'),
    atMost: '0',
    source: 'tracking.md',
  }));
}

/** Of docs/benchmarks/broker.md: the rows that name the promise. */
export function brokerFigures(read: ReadRecord, promise: string): Figure[] {
  return rowsWith('what', read('broker.md'))
    .filter((row) => cellOf(row, 'what').includes(`(${promise})`))
    .map((row) => ({
      what: cellOf(row, 'what').replace(` (${promise})`, ''),
      value: cellOf(row, 'value'),
      atMost: cellOf(row, 'wanted').replace('≤ ', ''),
      source: 'broker.md',
    }));
}

const resumeSchema = z.object({
  kills: z.record(z.string(), z.array(z.object({ isEqual: z.boolean() }))),
  nodes: z.record(z.string(), z.record(z.string(), z.boolean())),
});

/** Of docs/benchmarks/resume.json: trainings that came out otherwise than the one that nobody killed. */
export function resumeFigures(read: ReadRecord): Figure[] {
  const text = read('resume.json');
  if (text === undefined) return [];
  const { kills, nodes } = resumeSchema.parse(JSON.parse(text));
  const killed = Object.values(kills).flatMap((each) => each.map(({ isEqual }) => isEqual));
  const crossed = Object.values(nodes).flatMap((equal) => Object.values(equal));
  return [
    unequalOf(`trainings of ${Object.keys(kills).join(', ')} killed and resumed`, killed),
    unequalOf(
      `trainings begun on one version of Node and ended on another (${Object.keys(nodes).join(', ')})`,
      crossed,
    ),
  ].flat();
}

function unequalOf(what: string, equal: readonly boolean[]): Figure[] {
  if (equal.length === 0) return [];
  const value = String(equal.filter((isEqual) => !isEqual).length);
  return [{ what: `${what}: not equal to the bit, of ${equal.length}`, value, atMost: '0', source: 'resume.json' }];
}
