import type { ReactNode } from 'react';
import type { RunColumn, RunOrder } from './sort-runs.ts';

interface SortHeaderProps {
  column: RunColumn;
  title: string;
  order: RunOrder;
  onOrder: (order: RunOrder) => void;
}

export function SortHeader({ column, title, order, onOrder }: SortHeaderProps): ReactNode {
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
