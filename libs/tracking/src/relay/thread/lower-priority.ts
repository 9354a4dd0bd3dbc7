import { readlinkSync } from 'node:fs';
import { setPriority } from 'node:os';
import { basename } from 'node:path';

/** As `nice` does: a tenth of the processor where the thread that trains wants all of it. */
const NICE = 10;

/** Linux schedules each thread by itself: where processors are short, training comes before its relays. */
export function lowerPriority(): boolean {
  if (process.platform !== 'linux') return false;
  try {
    setPriority(Number(basename(readlinkSync('/proc/thread-self'))), NICE);
    return true;
  } catch {
    // A sandbox may forbid it; the relays run all the same.
    return false;
  }
}
