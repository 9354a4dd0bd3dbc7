import { useQuery } from '@tanstack/react-query';
import { useMemo, useState, type ReactNode } from 'react';
import { Link } from 'wouter';
import {
  compared as comparedSchema,
  comparedCurves as comparedCurvesSchema,
  type SettledRun,
} from '../../src/api/compared.schema.ts';
import { Chart } from '../charts/chart.tsx';
import { colorOf } from '../charts/colors.ts';
import { useChartSettings } from '../charts/chart-settings.tsx';
import { fetchJson } from '../fetch-json.ts';
import { formatCount, formatMetric } from '../format.ts';
import { Problem } from '../problem.tsx';
import { bestOf } from './best-of.ts';
import { differingSettings } from './differing-settings.ts';
import { ParallelCoordinates } from './parallel-coordinates.tsx';
import { labelOf, linesOfRuns, linesOverSeeds, type ComparedCurve, type RunsLine } from './seed-groups.ts';

const REFRESH_MS = 5000;
const NO_RUNS: readonly SettledRun[] = [];

/** The same metric of several runs in one chart, and what tells the runs apart. */
export function ComparePage({ runIds }: { runIds: readonly string[] }): ReactNode {
  const asked = runIds.join(',');
  const { data, error, refetch } = useQuery({
    queryKey: ['compared', asked],
    queryFn: () => fetchJson(`/api/compared?runs=${asked}`, comparedSchema),
    refetchInterval: REFRESH_MS,
  });
  const runs = data?.runs ?? NO_RUNS;
  const metrics = data?.metrics ?? [];
  const [chosen, setChosen] = useState('rollout/ep_rew_mean');
  const name = metrics.includes(chosen) ? chosen : (metrics.at(0) ?? chosen);
  const [settings, settingFields] = useChartSettings();
  const curves = useComparedCurves(asked, runs, name);
  const [isOverSeeds, setOverSeeds] = useState(false);
  const { compared } = curves;
  const lines = useMemo(
    () => (isOverSeeds ? linesOverSeeds(compared) : linesOfRuns(compared)),
    [compared, isOverSeeds],
  );
  const gone = data === undefined ? [] : runIds.filter((runId) => !runs.some((run) => run.runId === runId));
  return (
    <>
      <div className="bar">
        <h1>
          Compare {runIds.length} {runIds.length === 1 ? 'run' : 'runs'}
        </h1>
        <label>
          Metric{' '}
          <select value={name} onChange={(event) => setChosen(event.target.value)}>
            {metrics.map((option) => (
              <option key={option}>{option}</option>
            ))}
          </select>
        </label>
        {settingFields}
      </div>
      {error === null ? null : <Problem error={error} retry={() => void refetch()} />}
      {gone.length === 0 ? null : (
        <p className="hint" role="status">
          Not here (any more): {gone.map((runId) => runId.slice(0, 8)).join(', ')}.
        </p>
      )}
      {data !== undefined && runs.length === 0 ? (
        <p className="empty">
          None of them is left to compare. <Link href="/">All runs</Link>
        </p>
      ) : (
        <>
          <label>
            <input type="checkbox" checked={isOverSeeds} onChange={(event) => setOverSeeds(event.target.checked)} />{' '}
            Mean and one standard deviation over seeds
          </label>
          <ComparedCurves curves={curves} lines={lines} name={name} settings={settings} />
          <ParallelCoordinates runs={runs} colors={colorsOf(lines)} />
          <Differences runs={runs} />
        </>
      )}
    </>
  );
}

interface CurvesAsked {
  compared: readonly ComparedCurve[];
  isPending: boolean;
  error: Error | null;
  refetch: () => unknown;
}

/** Of the runs with these ids, separated by commas: their curves need not wait for what else is known of them. */
function useComparedCurves(asked: string, runs: readonly SettledRun[], name: string): CurvesAsked {
  const { data, error, refetch } = useQuery({
    queryKey: ['compared curves', asked, name],
    queryFn: () =>
      fetchJson(`/api/compared/curves?runs=${asked}&name=${encodeURIComponent(name)}`, comparedCurvesSchema),
    refetchInterval: REFRESH_MS,
  });
  const compared = useMemo(
    () =>
      (data ?? []).flatMap(({ runId, curve }): ComparedCurve[] => {
        const run = runs.find((each) => each.runId === runId);
        return run === undefined ? [] : [{ run, curve }];
      }),
    [data, runs],
  );
  const isPending = data === undefined || (compared.length === 0 && data.length > 0);
  return { compared, isPending, error: data === undefined ? error : null, refetch };
}

interface ComparedCurvesProps {
  curves: CurvesAsked;
  lines: readonly RunsLine[];
  name: string;
  settings: ReturnType<typeof useChartSettings>[0];
}

function ComparedCurves({ curves, lines, name, settings }: ComparedCurvesProps): ReactNode {
  const { compared, isPending, error, refetch } = curves;
  if (error !== null) return <Problem error={error} retry={() => void refetch()} />;
  if (isPending) return <p className="empty">Loading curves…</p>;
  if (compared.length === 0) return <p className="empty">None of these runs has points of {name}.</p>;
  return (
    <>
      <Chart title={name} lines={lines} {...settings} />
      <Bests name={name} compared={compared} />
    </>
  );
}

/** The colour of each run's line, or of its group's. */
function colorsOf(lines: readonly RunsLine[]): ReadonlyMap<string, string> {
  return new Map(lines.flatMap(({ runIds }, i) => runIds.map((runId) => [runId, colorOf(i)] as const)));
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
            {best === undefined ? 'no number' : `${formatMetric(name, best.value)} at step ${formatCount(best.step)}`}
          </li>
        ))}
      </ol>
    </section>
  );
}

function Differences({ runs }: { runs: readonly SettledRun[] }): ReactNode {
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
