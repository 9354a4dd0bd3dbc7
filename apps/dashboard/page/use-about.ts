import { useQuery } from '@tanstack/react-query';
import { about, type About } from '../src/api/about.schema.ts';
import { fetchJson } from './fetch-json.ts';

/** Until the server has said what it allows, nothing is. */
const NOTHING_ALLOWED: About = { readOnly: true };

/** What the server lets this page do. */
export function useAbout(): About {
  const { data } = useQuery({
    queryKey: ['about'],
    queryFn: () => fetchJson('/api/about', about),
    staleTime: Infinity,
  });
  return data ?? NOTHING_ALLOWED;
}
