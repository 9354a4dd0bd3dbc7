import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { runDetail, type RunDetail } from '../../src/api/run-detail.schema.ts';
import { Chart } from '../charts/chart.tsx';
import { useChartSettings } from '../charts/chart-settings.tsx';
import { fetchJson } from '../fetch-json.ts';
import { formatCount, formatValue } from '../format.ts';
import { useLiveRun, type LiveRun } from '../live/use-live-run.ts';
import { Problem } from '../problem.tsx';
import { Progress } from '../progress.tsx';
import { StatusBadge } from '../status-badge.tsx';
import { orderSeries } from './order-series.ts';
import { RunFacts } from './run-facts.tsx';

const REFRESH_MS = 2000;

/** One run: its curves as they grow, and all that is known of it. */
export function RunPage({ runId }: { runId: string }): ReactNode {
  const live = useLiveRun(runId);
  const { data, error, refetch } = useQuery({
    queryKey: ['run', runId],
    queryFn: () => fetchJson(`/api/runs/${runId}`, runDetail),
    refetchInterval: REFRESH_MS,
  });
  const [settings, settingFields] = useChartSettings();
  if (error !== null && data === undefined) return <Problem error={error} retry={() => void refetch()} />;
  if (data === undefined) return <p className="empty">Loading the run…</p>;
  const run = { ...data, ...live.run };
  return (
    <>
      <RunHead run={run} live={live} />
      <div className="bar">
        <h2>Metrics</h2>
        {settingFields}
      </div>
      {live.error === undefined ? null : <Problem error={live.error} retry={() => window.location.reload()} />}
      {live.curves.size === 0 ? (
        <p className="empty">No points yet: they appear as soon as the run records them.</p>
      ) : null}
      <div className="charts">
        {orderSeries(live.curves).map(([key, curve]) => (
          <Chart key={key} title={titleOf(key)} lines={[{ label: curve.name, curve }]} {...settings} />
        ))}
      </div>
      <RunFacts run={run} />
    </>
  );
}

/** A series key as people read it. */
function titleOf(key: string): string {
  return key.replace(/\{\}$/, '').trim();
}

function RunHead({ run, live }: { run: RunDetail; live: LiveRun }): ReactNode {
  return (
    <section className="head" aria-label="Run">
      <h1>
        {run.algorithm} on {run.env} <small>{run.runId.slice(0, 8)}</small>
      </h1>
      <StatusBadge status={run.status} />
      <Progress run={run} />
      <span>
        {formatCount(run.timesteps)} / {formatCount(run.totalTimesteps)} steps
      </span>
      <span>Return {formatValue(run.evalMean)}</span>
      <Connection connection={live.connection} />
    </section>
  );
}

/** Never an old value as a live one. */
function Connection({ connection }: Pick<LiveRun, 'connection'>): ReactNode {
  if (connection === 'live') return <span className="connection live">live</span>;
  if (connection === 'loading') return <span className="connection">connecting…</span>;
  return (
    <span className="connection lost" role="alert">
      connection lost: what you see may be old; trying again
    </span>
  );
}
