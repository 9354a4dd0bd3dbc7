import type { ReactNode } from 'react';
import type { RunSummary } from '../src/api/run-summary.schema.ts';
import { formatCount } from './format.ts';

export function Progress({ run: { timesteps, totalTimesteps } }: { run: RunSummary }): ReactNode {
  const label = `${formatCount(timesteps)} of ${formatCount(totalTimesteps)} steps`;
  return <progress value={Math.min(timesteps, totalTimesteps)} max={totalTimesteps} aria-label={label} title={label} />;
}
