import { useQueries } from '@tanstack/react-query';
import { useMemo, useState, type ReactNode } from 'react';
import { Link } from 'wouter';
import * as z from 'zod';
import { curves as curvesSchema } from '../../src/api/curves.schema.ts';
import { runDetail, type RunDetail } from '../../src/api/run-detail.schema.ts';
import { Chart } from '../charts/chart.tsx';
import type { Line } from '../charts/line.ts';
import { useChartSettings } from '../charts/chart-settings.tsx';
import { fetchJson } from '../fetch-json.ts';
import { formatCount, formatValue } from '../format.ts';
import { Problem } from '../problem.tsx';
import { bestOf } from './best-of.ts';
import { differingSettings } from './differing-settings.ts';
import { ParallelCoordinates } from './parallel-coordinates.tsx';
import { linesOverSeeds, type ComparedCurve } from './seed-groups.ts';

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
  const names = useMetricNames(runIds);
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
      <ParallelCoordinates runs={runs} />
      <Differences runs={runs} />
    </>
  );
}

/** Of all of them, sorted. */
function useMetricNames(runIds: readonly string[]): string[] {
  const results = useQueries({
    queries: runIds.map((id) => ({
      queryKey: ['metrics', id],
      queryFn: () => fetchJson(`/api/runs/${id}/metrics`, z.array(z.string())),
      refetchInterval: REFRESH_MS,
    })),
  });
  return [...new Set(results.flatMap(({ data }) => data ?? []))].toSorted();
}

interface ComparedCurvesProps {
  runs: readonly RunDetail[];
  name: string;
  settings: ReturnType<typeof useChartSettings>[0];
}

function ComparedCurves({ runs, name, settings }: ComparedCurvesProps): ReactNode {
  const [isOverSeeds, setOverSeeds] = useState(false);
  const results = useQueries({
    queries: runs.map(({ runId }) => ({
      queryKey: ['curves', runId, name],
      queryFn: () => fetchJson(`/api/runs/${runId}/curves?name=${encodeURIComponent(name)}`, curvesSchema),
      refetchInterval: REFRESH_MS,
    })),
  });
  const compared = useMemo(
    () =>
      results.flatMap(({ data }, i): ComparedCurve[] => {
        const curve = data?.curves.at(0);
        return curve === undefined ? [] : [{ run: runs[i], curve }];
      }),
    [results, runs],
  );
  const lines = useMemo(
    () =>
      isOverSeeds ? linesOverSeeds(compared) : compared.map(({ run, curve }): Line => ({ label: labelOf(run), curve })),
    [compared, isOverSeeds],
  );
  if (compared.length === 0) return <p className="empty">None of these runs has points of {name}.</p>;
  return (
    <>
      <label>
        <input type="checkbox" checked={isOverSeeds} onChange={(event) => setOverSeeds(event.target.checked)} /> Mean
        and one standard deviation over seeds
      </label>
      <Chart title={name} lines={lines} {...settings} />
      <Bests name={name} compared={compared} />
    </>
  );
}

function labelOf({ runId, algorithm, seed }: RunDetail): string {
  return `${runId.slice(0, 8)} ${algorithm} seed ${seed}`;
}

function Bests({ name, compared }: { name: string; compared: readonly ComparedCurve[] }): ReactNode {
  const [isHighest, setHighest] = useState(true);
  const bests = compared
    .map(({ run, curve }) => ({ run, best: bestOf(curve, isHighest) }))
    .toSorted((a, b) => ((b.best?.value ?? -Infinity) - (a.best?.value ?? -Infinity)) * (isHighest ? 1 : -1));
  return (
    <section aria-label="Best">
      <div className="bar">
        <h2>Best by {name}</h2>
        <select
          aria-label="What is best"
          value={isHighest ? 'highest' : 'lowest'}
          onChange={(event) => setHighest(event.target.value === 'highest')}
        >
          <option value="highest">the highest</option>
          <option value="lowest">the lowest</option>
        </select>
      </div>
      <ol>
        {bests.map(({ run, best }) => (
          <li key={run.runId}>
            <Link href={`/runs/${run.runId}`}>{labelOf(run)}</Link>{' '}
            {best === undefined ? 'no number' : `${formatValue(best.value)} at step ${formatCount(best.step)}`}
          </li>
        ))}
      </ol>
    </section>
  );
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
