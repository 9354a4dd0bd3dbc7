import type { Host, RunStatus } from '@cartwheel/experiment-state';
import { useQuery } from '@tanstack/react-query';
import { useMemo, type ReactNode } from 'react';
import { Link } from 'wouter';
import type { Curve } from '../../src/api/curve.schema.ts';
import type { PlacedMark } from '../../src/api/curve-mark.schema.ts';
import { runDetail, type RunDetail } from '../../src/api/run-detail.schema.ts';
import { Chart } from '../charts/chart.tsx';
import { useChartSettings } from '../charts/chart-settings.tsx';
import { fetchJson } from '../fetch-json.ts';
import { formatCount, formatValue } from '../format.ts';
import { useLiveRun, type LiveRun } from '../live/use-live-run.ts';
import { Problem, ProblemPage } from '../problem.tsx';
import { Progress } from '../progress.tsx';
import { StatusBadge } from '../status-badge.tsx';
import { SteerPanel } from '../steer/steer-panel.tsx';
import { currentRun } from './current-run.ts';
import { orderSeries } from './order-series.ts';
import { RunFacts } from './run-facts.tsx';

const REFRESH_MS = 2000;
const RETURNS = 'rollout/ep_rew_mean';
/** The series that says how many episodes had ended at a step. */
const EPISODES = 'time/episodes';

/** One run: its curves as they grow, and all that is known of it. */
export function RunPage({ runId }: { runId: string }): ReactNode {
  const live = useLiveRun(runId);
  const { data, error, refetch } = useQuery({
    queryKey: ['run', runId],
    queryFn: () => fetchJson(`/api/runs/${runId}`, runDetail),
    refetchInterval: REFRESH_MS,
  });
  const [settings, settingFields] = useChartSettings({ hasEpisodes: true });
  const marks = useMemo(() => (data?.marks ?? []).map(({ step }) => step), [data?.marks]);
  if (error !== null && data === undefined)
    return <ProblemPage title={`Run ${runId.slice(0, 8)}`} error={error} retry={() => void refetch()} />;
  if (data === undefined) return <p className="empty">Loading the run…</p>;
  const run = currentRun(data, live);
  const episodes = live.curves.get(EPISODES);
  return (
    <>
      {error === null ? null : <Problem error={error} retry={() => void refetch()} />}
      <RunHead run={run} live={live} />
      <Silence run={run} live={live} />
      <SteerPanel run={run} live={live} />
      <div className="bar">
        <h2>Metrics</h2>
        {settingFields}
      </div>
      {live.error === undefined ? null : <Problem error={live.error} retry={() => window.location.reload()} />}
      {live.curves.size === 0 ? (
        <p className="empty">No points yet: they appear as soon as the run records them.</p>
      ) : null}
      <Marks marks={run.marks} />
      <div className="charts">
        {orderSeries(live.curves).map(([key, curve]) => (
          <RunChart key={key} seriesKey={key} curve={curve} marks={marks} settings={settings} episodes={episodes} />
        ))}
      </div>
      <RunFacts run={run} host={hostOf(live)} />
    </>
  );
}

interface RunChartProps {
  seriesKey: string;
  curve: Curve;
  marks: readonly number[];
  episodes: Curve | undefined;
  settings: ReturnType<typeof useChartSettings>[0];
}

/** Drawn anew when its own curve grows, not when another does. */
function RunChart({ seriesKey, curve, marks, episodes, settings }: RunChartProps): ReactNode {
  const lines = useMemo(() => [{ label: curve.name, curve, episodes }], [curve, episodes]);
  return <Chart title={titleOf(seriesKey)} lines={lines} marks={marks} {...settings} />;
}

/** What of a run that is trained elsewhere did not come here. */
function Marks({ marks }: { marks: readonly PlacedMark[] }): ReactNode {
  return marks.map(({ step, mark }) => (
    <p key={step} className="hint">
      {mark === 'begins' ? 'The curves begin at step ' : 'Points are missing before step '}
      {formatCount(step)}: what was before is on the machine that trains the run.
    </p>
  ));
}

const ENDED: ReadonlySet<RunStatus> = new Set(['finished', 'failed']);

/** A run that says nothing any more looks like one that stands still: so it is said. */
function Silence({ run: { status }, live: { writer } }: { run: RunDetail; live: LiveRun }): ReactNode {
  if (writer.reach !== 'silent' || ENDED.has(status)) return null;
  return (
    <p className="problem" role="alert">
      No word from the process that trains the run; what you see is the last that is known. {writer.why}
    </p>
  );
}

/** Of training, before there is an evaluation. */
function lastReturn({ curves }: LiveRun): number | null {
  return curves.get(RETURNS)?.values.at(-1) ?? null;
}

function hostOf({ writer }: LiveRun): Host | undefined {
  return writer.reach === 'unknown' ? undefined : writer.state?.host;
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
      <span>Return {formatValue(run.evalMean ?? lastReturn(live))}</span>
      <Link href={`/runs/${run.runId}/play`} className="button">
        Watch it play
      </Link>
      <Connection status={run.status} live={live} />
    </section>
  );
}

/** Never an old value as a live one: of a run that no process trains, only the server is there. */
function Connection({ status, live: { connection, writer } }: { status: RunStatus; live: LiveRun }): ReactNode {
  if (connection === 'live' && writer.reach === 'answers' && !ENDED.has(status)) {
    return <span className="connection live">live</span>;
  }
  if (connection === 'live') return <span className="connection">up to date</span>;
  if (connection === 'loading') return <span className="connection">connecting…</span>;
  return (
    <span className="connection lost" role="alert">
      connection lost: what you see may be old; trying again
    </span>
  );
}
