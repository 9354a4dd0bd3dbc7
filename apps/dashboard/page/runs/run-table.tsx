import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef, type ReactNode } from 'react';
import type { RunSummary } from '../../src/api/run-summary.schema.ts';
import { RunRow } from './run-row.tsx';
import type { RunColumn, RunOrder } from './sort-runs.ts';

interface RunTableProps {
  runs: readonly RunSummary[];
  order: RunOrder;
  onOrder: (order: RunOrder) => void;
  chosen: ReadonlySet<string>;
  onChoose: (chosen: ReadonlySet<string>) => void;
}

const COLUMNS: readonly { column: RunColumn; title: string }[] = [
  { column: 'status', title: 'Status' },
  { column: 'runId', title: 'Run' },
  { column: 'experiment', title: 'Experiment' },
  { column: 'algorithm', title: 'Algorithm' },
  { column: 'env', title: 'Environment' },
  { column: 'timesteps', title: 'Progress' },
  { column: 'evalMean', title: 'Return' },
  { column: 'createdAt', title: 'Started' },
];
const ROW_HEIGHT = 36;

/** Only the rows in sight are in the document, so that ten thousand scroll as ten do. */
export function RunTable({ runs, order, onOrder, chosen, onChoose }: RunTableProps): ReactNode {
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: runs.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
  });
  const now = Date.now();
  const toggle = (runId: string): void => {
    const next = new Set(chosen);
    if (!next.delete(runId)) next.add(runId);
    onChoose(next);
  };
  return (
    <div className="table" role="table" aria-label="Runs" aria-rowcount={runs.length}>
      <div className="row head" role="row">
        <span role="columnheader">
          <span className="hidden">Chosen</span>
        </span>
        {COLUMNS.map(({ column, title }) => (
          <SortHeader key={column} column={column} title={title} order={order} onOrder={onOrder} />
        ))}
      </div>
      <div className="scroller" ref={scroller} tabIndex={0} role="rowgroup" aria-label="Rows">
        <div style={{ height: rows.getTotalSize(), position: 'relative' }}>
          {rows.getVirtualItems().map(({ index, start }) => {
            const run = runs[index];
            return (
              <RunRow
                key={run.runId}
                run={run}
                top={start}
                now={now}
                isChosen={chosen.has(run.runId)}
                onToggle={toggle}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

interface SortHeaderProps {
  column: RunColumn;
  title: string;
  order: RunOrder;
  onOrder: (order: RunOrder) => void;
}

function SortHeader({ column, title, order, onOrder }: SortHeaderProps): ReactNode {
  const isOrder = order.column === column;
  const arrow = order.isRising ? '↑' : '↓';
  return (
    <span role="columnheader" aria-sort={isOrder ? (order.isRising ? 'ascending' : 'descending') : 'none'}>
      <button type="button" onClick={() => onOrder({ column, isRising: isOrder ? !order.isRising : false })}>
        {title} {isOrder ? arrow : ''}
      </button>
    </span>
  );
}
