import { setTimeout as delay } from 'node:timers/promises';

/** Resolves when it is true; whoever waits has a deadline of its own. */
export async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await delay(5);
}
