import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { RunSummary } from '../../src/api/run-summary.schema.ts';
import { formatAge, formatValue } from '../format.ts';
import { Progress } from '../progress.tsx';
import { StatusBadge } from '../status-badge.tsx';

interface RunRowProps {
  run: RunSummary;
  /** Pixels. */
  top: number;
  now: number;
  isChosen: boolean;
  onToggle: (runId: string) => void;
}

export function RunRow({ run, top, now, isChosen, onToggle }: RunRowProps): ReactNode {
  const short = run.runId.slice(0, 8);
  return (
    <div className="row" role="row" style={{ transform: `translateY(${top}px)`, position: 'absolute', width: '100%' }}>
      <span role="cell">
        <input
          type="checkbox"
          aria-label={`Choose run ${short} to compare`}
          checked={isChosen}
          onChange={() => onToggle(run.runId)}
        />
      </span>
      <span role="cell">
        <StatusBadge status={run.status} />
      </span>
      <span role="cell">
        <Link href={`/runs/${run.runId}`}>{short}</Link>
      </span>
      <span role="cell">{run.experiment}</span>
      <span role="cell">{run.algorithm}</span>
      <span role="cell">{run.env}</span>
      <span role="cell">
        <Progress run={run} />
      </span>
      <span role="cell" className="number">
        {formatValue(run.evalMean)}
      </span>
      <span role="cell">{formatAge(run.createdAt, now)}</span>
    </div>
  );
}
