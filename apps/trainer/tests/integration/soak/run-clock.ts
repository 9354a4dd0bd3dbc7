/** A clock that stands while the machine sleeps or this process is frozen. */
export interface RunClock extends Disposable {
  ms(): number;
}

const TICK_MS = 500;

/** Adds up the time between its ticks, each for at most twice as long as it should be. */
export function startRunClock(now: () => number = () => performance.now()): RunClock {
  let ran = 0;
  let last = now();
  const tick = (): void => {
    const time = now();
    ran += Math.min(time - last, 2 * TICK_MS);
    last = time;
  };
  const ticking = setInterval(tick, TICK_MS);
  return {
    ms() {
      tick();
      return ran;
    },
    [Symbol.dispose]: () => clearInterval(ticking),
  };
}
