import { EXIT } from './exit-code.ts';

/**
 * Turns Ctrl-C and SIGTERM into an abort: the first asks training to end in order, a second exits at once.
 *
 * Gives the signal, whether it came, and a disposer that takes the handlers off.
 */
export function onInterrupt(notify: () => void): { signal: AbortSignal; [Symbol.dispose](): void } {
  const controller = new AbortController();
  const handle = (): void => {
    if (controller.signal.aborted) process.exit(EXIT.interrupted);
    notify();
    controller.abort(new Error('interrupted'));
  };
  process.on('SIGINT', handle);
  process.on('SIGTERM', handle);
  return {
    signal: controller.signal,
    [Symbol.dispose]() {
      process.off('SIGINT', handle);
      process.off('SIGTERM', handle);
    },
  };
}
