import { useMemo, useState, type ReactNode } from 'react';
import { shelf as shelfSchema, type Shelf } from '../../src/api/shelf.schema.ts';
import { Problem } from '../problem.tsx';
import { useSearchKey } from '../use-search-key.ts';
import { filterRuns } from './filter-runs.ts';
import { groupRuns } from './group-runs.ts';
import { RunTable } from './run-table.tsx';
import { ShelfBar } from './shelf-bar.tsx';
import { sortRuns, type RunOrder } from './sort-runs.ts';
import { useGrouping } from './use-grouping.tsx';
import { useRuns } from './use-runs.ts';

const SHELF_NAMES: Readonly<Record<Shelf, string>> = { table: 'runs', archive: 'archive', trash: 'trash' };

/** All runs of the project folder: find, order, group, put away, choose some to compare. */
export function RunsPage(): ReactNode {
  const { data, error, refetch, isPending, isWhole } = useRuns();
  const [search, setSearch] = useState('');
  const [shelf, setShelf] = useState<Shelf>('table');
  const [order, setOrder] = useState<RunOrder>({ column: 'createdAt', isRising: false });
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [groupOf, groupField] = useGrouping(data?.length ?? 0);
  const searchField = useSearchKey();
  const onShelf = useMemo(() => (data ?? []).filter((run) => run.shelf === shelf), [data, shelf]);
  const runs = useMemo(() => sortRuns(filterRuns(onShelf, search), order), [onShelf, search, order]);
  const lines = useMemo(() => groupRuns(runs, groupOf), [runs, groupOf]);

  if (isPending) return <p className="empty">Loading the runs…</p>;
  return (
    <>
      <div className="bar">
        <h1>Runs</h1>
        <input
          ref={searchField}
          type="search"
          placeholder="Search: ppo CartPole running tag…   ( / )"
          aria-label="Search runs"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
        <span className="count" role="status">
          {isWhole ? `${runs.length} of ${onShelf.length}` : 'loading all runs…'}
        </span>
        {groupField}
        <label>
          Show{' '}
          <select value={shelf} onChange={(event) => setShelf(shelfSchema.parse(event.target.value))}>
            {shelfSchema.options.map((each) => (
              <option key={each} value={each}>
                {SHELF_NAMES[each]}
              </option>
            ))}
          </select>
        </label>
      </div>
      <ShelfBar shelf={shelf} chosen={chosen} onDone={() => setChosen(new Set())} />
      {error === null ? null : <Problem error={error} retry={() => void refetch()} />}
      {onShelf.length === 0 ? (
        <Empty shelf={shelf} />
      ) : (
        <RunTable lines={lines} order={order} onOrder={setOrder} chosen={chosen} onChoose={setChosen} />
      )}
    </>
  );
}

function Empty({ shelf }: { shelf: Shelf }): ReactNode {
  if (shelf !== 'table') return <p className="empty">Nothing is in the {SHELF_NAMES[shelf]}.</p>;
  return (
    <p className="empty">
      No runs yet. Start one, with the <code>--out</code> of this dashboard if it has one:{' '}
      <code>cartwheel train --env CartPole-v1 --algo ppo</code>. It appears here by itself.
    </p>
  );
}
