import type { Runner } from '../kill-and-resume.ts';
import { linesOf } from '../outcome.ts';
import { isEqual, measureWhole, trainInFolder } from './kill-suite.ts';
import { nodeBinary } from './node-binaries.ts';

/** Majors of Node on which runs are begun and ended. */
export const NODE_PAIRS = [
  [20, 22],
  [20, 24],
] as const;

/**
 * Begins a run with one major version of Node, kills it half-way, and ends it with another; says whether it came out as a
 * run that the first one trained alone.
 */
export async function crossNodes(
  train: readonly string[],
  [from, to]: readonly [number, number],
  runner: Runner = {},
): Promise<boolean> {
  const begin = { ...runner, node: nodeBinary(from) };
  const later = { ...runner, node: nodeBinary(to) };
  const whole = await measureWhole(train, begin);
  const { outcome, killedAt } = await trainInFolder({ ...begin, train, kills: [isHalfWay], later });
  if (killedAt.length === 0) throw new Error(`A run ended before it was killed: ${train.join(' ')}`);
  return isEqual(outcome, whole);
}

/** Far enough to have something to go on from, and from its end. */
function isHalfWay(stdout: string): boolean {
  return linesOf(stdout).filter(({ event }) => event === 'checkpoint').length >= 2;
}
