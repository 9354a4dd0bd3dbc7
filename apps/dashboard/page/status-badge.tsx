import type { RunStatus } from '@cartwheel/experiment-state';
import type { ReactNode } from 'react';

export function StatusBadge({ status }: { status: RunStatus }): ReactNode {
  return <span className={`badge ${status}`}>{status}</span>;
}
