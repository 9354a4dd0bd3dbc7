import { useQuery } from '@tanstack/react-query';
import { sparklines } from '../../src/api/sparklines.schema.ts';
import { fetchJson } from '../fetch-json.ts';

const REFRESH_MS = 3000;

/** The training returns of the runs in sight, by id. */
export function useSparklines(runIds: readonly string[]): ReadonlyMap<string, readonly number[]> {
  const key = runIds.join(',');
  const { data } = useQuery({
    queryKey: ['sparklines', key],
    queryFn: async () => {
      const lines = await fetchJson(`/api/sparklines?runs=${key}`, sparklines);
      return new Map(lines.map(({ runId, values }) => [runId, values]));
    },
    enabled: key !== '',
    refetchInterval: REFRESH_MS,
    placeholderData: (before) => before,
  });
  return data ?? NONE;
}

const NONE: ReadonlyMap<string, readonly number[]> = new Map();
