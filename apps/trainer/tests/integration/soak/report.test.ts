import { expect, it } from '@jest/globals';
import { soakFaults, soakPage, type RoundReport, type SoakReport } from './report.ts';
import type { Holdings } from './round.ts';

const HELD: Holdings = {
  rssMb: 150,
  heapMb: 30,
  handles: 3,
  timers: 0,
  openFiles: 34,
  listeners: 12,
  unhandled: 0,
};

function round(held: Partial<Holdings> = {}, broken: string[] = []): RoundReport {
  return {
    seconds: 30,
    points: 3472,
    events: 240,
    commands: 9,
    faults: { 'redis killed': 1, 'redis frozen': 2, 'redis cut off': 0, 'aim killed': 3 },
    longestUpdateMs: 12,
    holdings: { ...HELD, ...held },
    broken,
  };
}

function soakOf(...rounds: RoundReport[]): SoakReport {
  return { minutes: 2.5, seed: 1, node: '20.0.0', processor: 'one', aimRepeats: 0, rounds };
}

it('finds nothing where all holds, whatever the first round left', () => {
  expect(soakFaults(soakOf(round({ handles: 1, rssMb: 90 }), round(), round(), round({ rssMb: 160 })))).toEqual([]);
});

it('says what is broken, and what has grown since the second round', () => {
  const grown = { handles: 4, openFiles: 40, listeners: 13, rssMb: 180, unhandled: 2 };

  expect(soakFaults(soakOf(round(), round({}, ['a hole']), round(), round(grown)))).toEqual([
    'round 2: a hole',
    'handles: 3 after the second round, 4 after the last',
    'openFiles: 34 after the second round, 40 after the last',
    'listeners: 12 after the second round, 13 after the last',
    'the resident memory grew by 20 %',
    '2 rejections that nobody handled',
  ]);
});

it('does not call flat what is too short to say', () => {
  expect(soakFaults(soakOf(round(), round()))).toEqual([expect.stringContaining('too short')]);
});

it('writes how long it ran, what broke and what was found', () => {
  const page = soakPage(soakOf(round(), round(), round()));

  expect(page).toContain('2.5 minutes with seed 1: 3 trainings');
  expect(page).toContain('All promises held, and nothing grew.');
  expect(page).toContain('| aim killed | 9 |');
  expect(page).toContain('| points recorded, and found in Aim and Redis | 10,416 |');
  expect(soakPage(soakOf(round(), round(), round({}, ['a hole'])))).toContain('- round 3: a hole');
});
