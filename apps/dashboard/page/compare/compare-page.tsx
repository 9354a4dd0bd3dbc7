import { useQueries } from '@tanstack/react-query';
import { useMemo, useState, type ReactNode } from 'react';
import { Link } from 'wouter';
import { curves as curvesSchema } from '../../src/api/curves.schema.ts';
import { runDetail, type RunDetail } from '../../src/api/run-detail.schema.ts';
import { Chart, type Line } from '../charts/chart.tsx';
import { useChartSettings } from '../charts/chart-settings.tsx';
import { fetchJson } from '../fetch-json.ts';
import { Problem } from '../problem.tsx';
import { differingSettings } from './differing-settings.ts';

const REFRESH_MS = 5000;

/** The same metric of several runs in one chart, and what tells the runs apart. */
export function ComparePage({ runIds }: { runIds: readonly string[] }): ReactNode {
  const details = useQueries({
    queries: runIds.map((id) => ({
      queryKey: ['run', id],
      queryFn: () => fetchJson(`/api/runs/${id}`, runDetail),
      refetchInterval: REFRESH_MS,
    })),
  });
  const runs = details.flatMap(({ data }) => (data === undefined ? [] : [data]));
  const names = [...new Set(runs.flatMap(({ series }) => series.map(({ name }) => name)))].toSorted();
  const [chosen, setChosen] = useState('rollout/ep_rew_mean');
  const name = names.includes(chosen) ? chosen : (names.at(0) ?? chosen);
  const [settings, settingFields] = useChartSettings();
  const error = details.find((detail) => detail.error !== null)?.error ?? null;
  return (
    <>
      <div className="bar">
        <h1>Compare {runIds.length} runs</h1>
        <label>
          Metric{' '}
          <select value={name} onChange={(event) => setChosen(event.target.value)}>
            {names.map((option) => (
              <option key={option}>{option}</option>
            ))}
          </select>
        </label>
        {settingFields}
      </div>
      {error === null ? null : (
        <Problem error={error} retry={() => details.forEach((detail) => void detail.refetch())} />
      )}
      <ComparedCurves runs={runs} name={name} settings={settings} />
      <Differences runs={runs} />
    </>
  );
}

interface ComparedCurvesProps {
  runs: readonly RunDetail[];
  name: string;
  settings: ReturnType<typeof useChartSettings>[0];
}

function ComparedCurves({ runs, name, settings }: ComparedCurvesProps): ReactNode {
  const results = useQueries({
    queries: runs.map(({ runId }) => ({
      queryKey: ['curves', runId, name],
      queryFn: () => fetchJson(`/api/runs/${runId}/curves?name=${encodeURIComponent(name)}`, curvesSchema),
      refetchInterval: REFRESH_MS,
    })),
  });
  const lines = useMemo(
    () =>
      results.flatMap(({ data }, i): Line[] => {
        const curve = data?.curves.at(0);
        return curve === undefined ? [] : [{ label: labelOf(runs[i]), curve }];
      }),
    [results, runs],
  );
  if (lines.length === 0) return <p className="empty">None of these runs has points of {name}.</p>;
  return <Chart title={name} lines={lines} {...settings} />;
}

function labelOf({ runId, algorithm, seed }: RunDetail): string {
  return `${runId.slice(0, 8)} ${algorithm} seed ${seed}`;
}

function Differences({ runs }: { runs: readonly RunDetail[] }): ReactNode {
  const rows = differingSettings(runs);
  return (
    <section aria-label="What differs">
      <h2>What differs</h2>
      <div className="wide" tabIndex={0} role="region" aria-label="Settings that differ">
        <table>
          <thead>
            <tr>
              <th scope="col">setting</th>
              {runs.map(({ runId }) => (
                <th key={runId} scope="col">
                  <Link href={`/runs/${runId}`}>{runId.slice(0, 8)}</Link>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ name, values }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                {values.map((value, i) => (
                  <td key={runs[i].runId}>{value}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
