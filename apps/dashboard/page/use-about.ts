import { useQuery } from '@tanstack/react-query';
import { about, type About } from '../src/api/about.schema.ts';
import { fetchJson } from './fetch-json.ts';

/** What the server lets this page do; undefined before it has said so. */
export function useAbout(): About | undefined {
  const { data } = useQuery({
    queryKey: ['about'],
    queryFn: () => fetchJson('/api/about', about),
    staleTime: Infinity,
  });
  return data;
}
