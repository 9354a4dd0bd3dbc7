import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { RunSummary } from '../../src/api/run-summary.schema.ts';
import { formatAge, formatValue } from '../format.ts';
import { Progress } from '../progress.tsx';
import { StatusBadge } from '../status-badge.tsx';
import { currentRate } from './current-rate.ts';
import { Sparkline } from './sparkline.tsx';

interface RunRowProps {
  run: RunSummary;
  /** Training returns, oldest first; undefined before they are here. */
  returns: readonly number[] | undefined;
  now: number;
  isChosen: boolean;
  onToggle: (runId: string) => void;
}

export function RunRow({ run, returns, now, isChosen, onToggle }: RunRowProps): ReactNode {
  const short = run.runId.slice(0, 8);
  return (
    <>
      <span role="cell">
        <input
          type="checkbox"
          aria-label={`Choose run ${short}`}
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
      <span role="cell" title={[run.experiment, ...run.tags].join(', ')}>
        {run.experiment} <small>{run.tags.join(' ')}</small>
      </span>
      <span role="cell">{run.algorithm}</span>
      <span role="cell">{run.env}</span>
      <span role="cell">
        <Progress run={run} />
      </span>
      <span role="cell" className="number" title={run.evalMean === null ? 'of training' : 'of the evaluation'}>
        {formatValue(run.evalMean ?? returns?.at(-1) ?? null)}
      </span>
      <span role="cell">
        <Sparkline values={returns ?? []} />
      </span>
      <span role="cell" className="number">
        {formatValue(currentRate(run, now))}
      </span>
      <span role="cell">{formatAge(run.createdAt, now)}</span>
    </>
  );
}
