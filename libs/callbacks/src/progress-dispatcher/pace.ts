/** Keeps turns apart, unless somebody is in a hurry. */
export interface Pace {
  /** Resolves when the next turn may begin; it begins then. */
  turn(): Promise<void>;
  /** The next turn may begin now. */
  skip(): void;
  /** Nobody waits from now on, until the function that it gives is called. */
  hurry(): () => void;
}

/** @param everyMs The least time between the beginnings of two turns, in milliseconds. */
export function createPace(everyMs: number): Pace {
  let beganAt = Number.NEGATIVE_INFINITY;
  let hurrying = 0;
  let goOn: (() => void) | undefined;

  function skip(): void {
    beganAt = Number.NEGATIVE_INFINITY;
    goOn?.();
  }

  function wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      goOn = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  return {
    async turn() {
      const left = beganAt + everyMs - performance.now();
      if (left > 0 && hurrying === 0) await wait(left);
      beganAt = performance.now();
    },
    skip,
    hurry() {
      hurrying += 1;
      skip();
      return () => {
        hurrying -= 1;
      };
    },
  };
}
