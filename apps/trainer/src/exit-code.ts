import { isWrongUse } from '@cartwheel/session';

export const EXIT = { done: 0, failed: 1, wrongUse: 2, interrupted: 130 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export function exitCodeOf(error: unknown): ExitCode {
  return isWrongUse(error) ? EXIT.wrongUse : EXIT.failed;
}
