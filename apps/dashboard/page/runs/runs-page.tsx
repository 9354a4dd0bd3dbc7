import { useQuery } from '@tanstack/react-query';
import { useMemo, useState, type ReactNode } from 'react';
import { Link } from 'wouter';
import * as z from 'zod';
import { runSummary } from '../../src/api/run-summary.schema.ts';
import { fetchJson } from '../fetch-json.ts';
import { Problem } from '../problem.tsx';
import { useSearchKey } from '../use-search-key.ts';
import { filterRuns } from './filter-runs.ts';
import { RunTable } from './run-table.tsx';
import { sortRuns, type RunOrder } from './sort-runs.ts';

const runSummaries = z.array(runSummary);
const REFRESH_MS = 2000;

/** All runs of the project folder: find, order, choose some to compare. */
export function RunsPage(): ReactNode {
  const { data, error, refetch, isPending } = useQuery({
    queryKey: ['runs'],
    queryFn: () => fetchJson('/api/runs', runSummaries),
    refetchInterval: REFRESH_MS,
  });
  const [search, setSearch] = useState('');
  const [order, setOrder] = useState<RunOrder>({ column: 'createdAt', isRising: false });
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const searchField = useSearchKey();
  const runs = useMemo(() => sortRuns(filterRuns(data ?? [], search), order), [data, search, order]);

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
          {runs.length} of {data?.length ?? 0}
        </span>
        {chosen.size > 1 ? (
          <Link href={`/compare/${[...chosen].join(',')}`} className="button">
            Compare {chosen.size}
          </Link>
        ) : null}
      </div>
      {error === null ? null : <Problem error={error} retry={() => void refetch()} />}
      {data?.length === 0 ? (
        <p className="empty">
          No runs yet. Start one: <code>cartwheel train --env CartPole-v1 --algo ppo</code>
        </p>
      ) : (
        <RunTable runs={runs} order={order} onOrder={setOrder} chosen={chosen} onChoose={setChosen} />
      )}
    </>
  );
}
