import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef, type ReactNode } from 'react';
import { GroupRow } from './group-row.tsx';
import type { TableLine } from './group-runs.ts';
import { RunRow } from './run-row.tsx';
import { SortHeader } from './sort-header.tsx';
import type { RunColumn, RunOrder } from './sort-runs.ts';
import { useSparklines } from './use-sparklines.ts';

interface RunTableProps {
  lines: readonly TableLine[];
  order: RunOrder;
  onOrder: (order: RunOrder) => void;
  chosen: ReadonlySet<string>;
  onChoose: (chosen: ReadonlySet<string>) => void;
}

/** What has no column to sort by has a title alone. */
const COLUMNS: readonly { column?: RunColumn; title: string }[] = [
  { column: 'status', title: 'Status' },
  { column: 'runId', title: 'Run' },
  { column: 'experiment', title: 'Experiment' },
  { column: 'algorithm', title: 'Algorithm' },
  { column: 'env', title: 'Environment' },
  { column: 'timesteps', title: 'Progress' },
  { column: 'evalMean', title: 'Return' },
  { title: 'Training' },
  { column: 'stepsPerSecond', title: 'Steps/s' },
  { column: 'createdAt', title: 'Started' },
];
const ROW_HEIGHT = 36;

/** Only the rows in sight are in the document, so that ten thousand scroll as ten do. */
export function RunTable({ lines, order, onOrder, chosen, onChoose }: RunTableProps): ReactNode {
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
  });
  const shown = rows.getVirtualItems().map(({ index, start }) => ({ line: lines[index], start }));
  const returns = useSparklines(shown.flatMap(({ line }) => (line.kind === 'run' ? [line.run.runId] : [])));
  const now = Date.now();
  const toggle = (runId: string): void => {
    const next = new Set(chosen);
    if (!next.delete(runId)) next.add(runId);
    onChoose(next);
  };
  return (
    <div className="table" role="table" aria-label="Runs" aria-rowcount={lines.length}>
      <div className="row head" role="row">
        <span role="columnheader">
          <span className="hidden">Chosen</span>
        </span>
        {COLUMNS.map(({ column, title }) =>
          column === undefined ? (
            <span key={title} role="columnheader">
              {title}
            </span>
          ) : (
            <SortHeader key={title} column={column} title={title} order={order} onOrder={onOrder} />
          ),
        )}
      </div>
      <div className="scroller" ref={scroller} tabIndex={0} role="rowgroup" aria-label="Rows">
        <div style={{ height: rows.getTotalSize(), position: 'relative' }}>
          {shown.map(({ line, start }) => (
            <div
              key={line.kind === 'run' ? line.run.runId : `group ${line.group.value}`}
              className={`row ${line.kind}`}
              role="row"
              style={{ transform: `translateY(${start}px)`, position: 'absolute', width: '100%' }}
            >
              {line.kind === 'group' ? (
                <GroupRow group={line.group} />
              ) : (
                <RunRow
                  run={line.run}
                  returns={returns.get(line.run.runId)}
                  now={now}
                  isChosen={chosen.has(line.run.runId)}
                  onToggle={toggle}
                />
              )}
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}
