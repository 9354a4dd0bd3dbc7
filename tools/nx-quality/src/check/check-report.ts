import type { BaselineComparison } from '../baseline/baseline.ts';
import type { CheckName } from '../findings/finding.ts';

/** What a check found, ready to be printed in any format. */
export interface CheckReport extends BaselineComparison {
  readonly check: CheckName;
  /** The command that takes vanished findings out of the baselines. */
  readonly shrinkCommand: string;
}

/** New findings fail a check, and so do vanished ones that a baseline still holds. */
export function hasFailed({ fresh, vanished }: CheckReport): boolean {
  return fresh.length > 0 || vanished.length > 0;
}

export function shrinkCommandOf(check: CheckName): string {
  return hasGenerator(check) ? `nx g @cartwheel/nx-quality:${check} --baseline` : `nx-quality ${check} --baseline`;
}

/** Dead code and duplicates also keep their baselines by `nx sync`. */
function hasGenerator(check: CheckName): boolean {
  return check === 'dead-code' || check === 'duplicates';
}
