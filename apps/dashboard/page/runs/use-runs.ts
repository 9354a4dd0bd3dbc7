import { useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { useRef } from 'react';
import * as z from 'zod';
import { runSummary, type RunSummary } from '../../src/api/run-summary.schema.ts';
import { deletedIds } from '../../src/api/shelf.schema.ts';
import { fetchJson } from '../fetch-json.ts';
import { mergeRuns } from './merge-runs.ts';

const runSummaries = z.array(runSummary);
const REFRESH_MS = 2000;
/** More than are in sight: they are there long before ten thousand are. */
const FIRST = 100;
/** Refreshes after which all are asked for: a store may have lost a run in a way that says nothing of it. */
const WHOLE_EVERY = 30;

/** All runs, newest first: the newest of them at once, and from then on what changes. */
export function useRuns(): UseQueryResult<RunSummary[]> & { isWhole: boolean } {
  const queries = useQueryClient();
  const refreshes = useRef(0);
  const first = useQuery({ queryKey: ['first runs'], queryFn: () => fetchRuns(`?limit=${FIRST}`) });
  const all = useQuery({
    queryKey: ['runs'],
    queryFn: async () => {
      const known = queries.getQueryData<RunSummary[]>(['runs']);
      refreshes.current += 1;
      if (known === undefined || refreshes.current % WHOLE_EVERY === 0) return fetchRuns('');
      const newest = known.reduce((latest, { updatedAt }) => Math.max(latest, updatedAt), 0);
      const [changed, gone] = await Promise.all([
        fetchRuns(`?updatedFrom=${newest}`),
        fetchJson('/api/deleted', deletedIds),
      ]);
      return mergeRuns(known, changed, new Set(gone));
    },
    refetchInterval: REFRESH_MS,
    // Ten thousand are many to compare, and each refresh makes a list of its own.
    structuralSharing: false,
    enabled: !first.isPending,
  });
  return all.data === undefined && first.data !== undefined
    ? { ...first, isWhole: first.data.length < FIRST }
    : { ...all, isWhole: true };
}

function fetchRuns(query: string): Promise<RunSummary[]> {
  return fetchJson(`/api/runs${query}`, runSummaries);
}
