import { setTimeout as delay } from 'node:timers/promises';

const DEADLINE_MS = 60_000;
const PAUSE_MS = 50;

/** Asks again and again until the answer is the one that is waited for; fails with the last one after a minute. */
export async function until<Answer>(
  what: string,
  ask: () => Promise<Answer>,
  isIt: (answer: Answer) => boolean,
): Promise<Answer> {
  const deadline = Date.now() + DEADLINE_MS;
  for (;;) {
    const answer = await ask();
    if (isIt(answer)) return answer;
    if (Date.now() > deadline) throw new Error(`Expected ${what} within ${DEADLINE_MS} ms; last: ${String(answer)}`);
    await delay(PAUSE_MS);
  }
}
