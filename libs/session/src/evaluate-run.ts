import { loadAlgorithm } from '@cartwheel/algorithms';
import { CartwheelError } from '@cartwheel/async-guard';
import { evaluatePolicy, type EpisodeReturns } from '@cartwheel/callbacks';
import { makeEnv } from '@cartwheel/envs';
import type { Backend } from '@cartwheel/experiment-state';
import { openEngine } from '@cartwheel/nn/node';
import { evaluationSeed } from './evaluation-seed.ts';
import { findRun } from './find-run.ts';
import { loadEnv } from './load-env.ts';
import { projectFolder } from './project-folder.ts';
import { openRecord } from './record.ts';

/** What `evaluateRun` takes. */
export interface EvaluateRunOptions {
  /** An id, a unique prefix of one, or `latest`. */
  run: string;
  /** The project folder; default `./cartwheel-runs`. */
  out?: string | undefined;
  episodes: number;
  /** Of the first episode; the seed of the run's own evaluations otherwise. */
  seed?: number | undefined;
  /** What computes the policy; what the run was trained with otherwise. */
  backend?: Backend | undefined;
  signal?: AbortSignal | undefined;
}

/** The returns of a run's policy. */
export interface RunEvaluation extends EpisodeReturns {
  runId: string;
  algorithm: string;
  env: string;
  /** The checkpoint that was evaluated. */
  step: number;
  weightsHash: string;
}

/**
 * Plays episodes with a run's last checkpoint, deterministically.
 *
 * Throws `tracking/no-store`, `session/no-such-run`, `session/ambiguous-run`, `session/no-checkpoint`, what `loadEnv`
 * and `openEngine` throw, and the codes of a folder that was altered.
 */
export async function evaluateRun({
  run: selector,
  out,
  episodes,
  seed,
  backend,
  signal,
}: EvaluateRunOptions): Promise<RunEvaluation> {
  const folder = projectFolder(out);
  await using record = await openRecord(folder, { readOnly: true });
  const run = await findRun(record.store, selector);
  const checkpoint = (await record.store.checkpoints(run.runId)).at(-1);
  if (checkpoint === undefined) {
    throw new CartwheelError(
      'session/no-checkpoint',
      `Run ${run.runId} has no checkpoint to evaluate (status ${run.status}).`,
    );
  }
  const envId = await loadEnv(run.env);
  using open = await openEngine({ backend: backend ?? run.config.backend });
  const model = await loadAlgorithm(folder.resolve(checkpoint.path), { engine: open.engine });
  const env = makeEnv(envId);
  try {
    const result = await evaluatePolicy(model, env, { episodes, seed: seed ?? evaluationSeed(run.seed), signal });
    const { runId, algorithm } = run;
    return { runId, algorithm, env: envId, step: checkpoint.step, weightsHash: checkpoint.weightsHash, ...result };
  } finally {
    env.close();
    model.dispose();
  }
}
