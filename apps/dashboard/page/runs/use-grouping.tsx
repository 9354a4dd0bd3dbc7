import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { RunSummary } from '../../src/api/run-summary.schema.ts';
import { settings } from '../../src/api/settings.schema.ts';
import { fetchJson } from '../fetch-json.ts';
import { formatSetting } from '../format.ts';

const OWN = ['experiment', 'algorithm', 'env', 'seed', 'status'] as const;
/** Before a hyperparameter's name in the choice. */
const SETTING = 'setting:';

/** By what runs are grouped, if by anything, and the field that sets it. More runs than before may have other names. */
export function useGrouping(runCount: number): [valueOf: ((run: RunSummary) => string) | undefined, field: ReactNode] {
  const [choice, setChoice] = useState('');
  const name = choice.startsWith(SETTING) ? choice.slice(SETTING.length) : undefined;
  const { data } = useQuery({
    queryKey: ['settings', name, runCount],
    queryFn: () => fetchJson(`/api/settings${name === undefined ? '' : `?name=${encodeURIComponent(name)}`}`, settings),
    staleTime: 10_000,
    placeholderData: (before) => before,
  });
  const field = (
    <label>
      Group by{' '}
      <select value={choice} onChange={(event) => setChoice(event.target.value)}>
        <option value="">nothing</option>
        {OWN.map((own) => (
          <option key={own}>{own}</option>
        ))}
        <optgroup label="Hyperparameters">
          {data?.names.map((each) => (
            <option key={each} value={`${SETTING}${each}`}>
              {each}
            </option>
          ))}
        </optgroup>
      </select>
    </label>
  );
  if (name !== undefined) return [({ runId }) => `${name} ${formatSetting(data?.values[runId])}`, field];
  const own = OWN.find((each) => each === choice);
  return [own === undefined ? undefined : (run) => `${own} ${run[own]}`, field];
}
