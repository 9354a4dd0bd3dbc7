import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGenerator } from '@cartwheel/random';
import { longArgumentsOf, type ResumeCase } from '../cases.ts';
import { trainKilled, trainWhole, type KillOptions, type Runner } from '../kill-and-resume.ts';
import type { Outcome } from '../outcome.ts';
import type { Kill, Whole } from './results.ts';

/** A moment is drawn anew where the process had ended before it; so often at most. */
const DRAWS = 100;

/** Trains a run that nobody kills. */
export async function measureWhole(train: readonly string[], runner: Runner): Promise<Whole> {
  return inFolder(async (out) => {
    const { outcome, ms } = await trainWhole(train, out, runner);
    return { train: train.join(' '), ...digestOf(outcome), pointCount: outcome.points.length, ms: Math.round(ms) };
  });
}

/** Kills a run of a case at a random moment, the same for the same `index`, and resumes it to its end. */
export async function killOnce(name: ResumeCase, whole: Whole, index: number, runner: Runner): Promise<Kill> {
  const random = createGenerator(index);
  for (let draw = 0; draw < DRAWS; draw++) {
    const afterMs = Math.round(random.uniform(0, whole.ms));
    const { outcome, killedAt } = await trainInFolder({ ...runner, train: longArgumentsOf(name), kills: [afterMs] });
    const [at] = killedAt;
    if (at !== undefined) return { afterMs, at, isEqual: isEqual(outcome, whole) };
  }
  throw new Error(`${name} ended ${DRAWS} times before it was killed.`);
}

export function isEqual(outcome: Outcome, { weightsHash, points }: Whole): boolean {
  const digest = digestOf(outcome);
  return digest.weightsHash === weightsHash && digest.points === points;
}

export function trainInFolder(options: Omit<KillOptions, 'out'>): ReturnType<typeof trainKilled> {
  return inFolder((out) => trainKilled({ ...options, out }));
}

function digestOf({ weightsHash, points }: Outcome): Pick<Whole, 'weightsHash' | 'points'> {
  return { weightsHash, points: createHash('sha256').update(points.join('\n')).digest('hex') };
}

async function inFolder<Result>(work: (out: string) => Promise<Result>): Promise<Result> {
  const out = mkdtempSync(join(tmpdir(), 'cartwheel-resume-'));
  try {
    return await work(out);
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}
