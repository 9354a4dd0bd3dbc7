import { readFileSync } from 'node:fs';

/**
 * A clock for `createTurns`: how long the main thread of this process was on a processor, in milliseconds. Linux alone counts
 * that for each thread; it throws elsewhere.
 */
export function mainThreadMs(): number {
  const [nanoseconds = ''] = readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ');
  return Number(nanoseconds) / 1e6;
}
