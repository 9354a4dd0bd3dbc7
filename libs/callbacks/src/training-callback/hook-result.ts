import type { HookResult } from './training-callback.ts';

export function isPromise(result: HookResult | Promise<HookResult>): result is Promise<HookResult> {
  return typeof result === 'object' && result !== null && 'then' in result;
}

/** An arrow function may give back what it called, `() => onEvent(…)`: that stops nothing. */
export function stopRequest(result: HookResult): HookResult {
  const isRequest = typeof result === 'object' && result !== null && 'stop' in result;
  return isRequest ? result : undefined;
}
