import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { Link } from 'wouter';
import { runDetail, type RunDetail } from '../../src/api/run-detail.schema.ts';
import { fetchJson } from '../fetch-json.ts';
import { formatCount } from '../format.ts';
import { Problem, ProblemPage } from '../problem.tsx';
import { openPlayer } from './open-player.ts';
import { PlayView } from './play-view.tsx';

/** A checkpoint of a run, playing its environment in this page. */
export function PlayPage({ runId }: { runId: string }): ReactNode {
  const { data, error, refetch } = useQuery({
    queryKey: ['run', runId],
    queryFn: () => fetchJson(`/api/runs/${runId}`, runDetail),
    refetchInterval: 5000,
  });
  const [chosen, setChosen] = useState<number>();
  if (error !== null && data === undefined)
    return <ProblemPage title={`Run ${runId.slice(0, 8)}`} error={error} retry={() => void refetch()} />;
  if (data === undefined) return <p className="empty">Loading the run…</p>;
  const steps = data.checkpoints.map(({ step }) => step);
  const step = chosen !== undefined && steps.includes(chosen) ? chosen : steps.at(-1);
  return (
    <>
      <div className="bar">
        <h1>
          Watch {data.algorithm} play {data.env}{' '}
          <small>
            <Link href={`/runs/${runId}`}>{runId.slice(0, 8)}</Link>
          </small>
        </h1>
        <label>
          Checkpoint{' '}
          <select value={step} onChange={(event) => setChosen(Number(event.target.value))}>
            {steps.map((each) => (
              <option key={each} value={each}>
                step {formatCount(each)}
              </option>
            ))}
          </select>
        </label>
      </div>
      {step === undefined ? <p className="empty">No checkpoint yet.</p> : <Played run={data} step={step} />}
    </>
  );
}

function Played({ run: { runId, env }, step }: { run: RunDetail; step: number }): ReactNode {
  const { data, error, refetch } = useQuery({
    queryKey: ['player', runId, step],
    queryFn: () => openPlayer(runId, env, step),
    staleTime: Infinity,
    gcTime: 0,
  });
  if (error !== null) return <Problem error={error} retry={() => void refetch()} />;
  if (data === undefined) return <p className="empty">Loading the checkpoint…</p>;
  return <PlayView key={`${runId} ${step}`} player={data} envId={env} />;
}
