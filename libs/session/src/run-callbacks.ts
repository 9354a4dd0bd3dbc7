import { createEvaluationCallback, createMetricsCallback, type TrainingCallback } from '@cartwheel/callbacks';
import { createSystemMetrics } from '@cartwheel/callbacks/node';
import { makeEnv } from '@cartwheel/envs';
import type { ActiveRun } from './begin-run.ts';
import { createCheckpointing } from './checkpoint/checkpoint-callback.ts';
import { evaluationSeed } from './evaluation-seed.ts';
import { createEventCallback } from './event-callback.ts';
import { createRowCallback } from './row-callback.ts';
import { createStateCallback } from './state-callback.ts';
import type { RunContext } from './train-run.ts';

type RunParts = Pick<ActiveRun, 'runId' | 'live' | 'aggregator' | 'dispatcher' | 'lag' | 'checkpoints' | 'steering'>;

/** The session's own callbacks: what makes events comes last, so that the others have seen the step. */
export function runCallbacks(context: RunContext, parts: RunParts): TrainingCallback[] {
  const { config } = context.plan;
  const { folder, store, origin, onEvent } = context;
  const { aggregator } = parts;
  return [
    createSystemMetrics({ record: (name, value) => aggregator.record(name, value) }),
    createMetricsCallback(parts),
    createStateCallback(parts.live),
    createRowCallback(store, parts.runId),
    createEventCallback(parts.live, { out: folder.dir, origin, onEvent }),
    createCheckpointing(parts.checkpoints, config, folder),
    ...(config.evalEvery > 0 ? [periodicEvaluation(context)] : []),
    parts.steering.callback,
  ];
}

function periodicEvaluation({ plan: { config } }: RunContext): TrainingCallback {
  const env = makeEnv(config.env);
  const evaluation = createEvaluationCallback({
    env,
    everyTimesteps: config.evalEvery,
    episodes: Math.max(1, config.evalEpisodes),
    seed: evaluationSeed(config.seed),
  });
  return { ...evaluation, onTrainingEnd: () => env.close() };
}
