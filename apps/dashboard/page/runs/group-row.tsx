import type { ReactNode } from 'react';
import { formatValue } from '../format.ts';
import type { RunGroup } from './group-runs.ts';

/** The head of a group: how many there are, and what their evaluations came to. */
export function GroupRow({ group: { value, count, mean, deviation } }: { group: RunGroup }): ReactNode {
  return (
    <span role="cell">
      <strong>{value}</strong> {count} {count === 1 ? 'run' : 'runs'}
      {mean === null ? '' : `, return ${formatValue(mean)} ± ${formatValue(deviation)}`}
    </span>
  );
}
