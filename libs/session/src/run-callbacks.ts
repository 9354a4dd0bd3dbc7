import {
  createCheckpointCallback,
  createEvaluationCallback,
  createMetricsCallback,
  type TrainingCallback,
} from '@cartwheel/callbacks';
import { createSystemMetrics } from '@cartwheel/callbacks/node';
import { makeEnv } from '@cartwheel/envs';
import type { ActiveRun } from './begin-run.ts';
import { withCheckpoint, type Checkpointer } from './checkpointer.ts';
import { evaluationSeed } from './evaluation-seed.ts';
import { createEventCallback } from './event-callback.ts';
import type { LiveState } from './live-state.ts';
import { createStateCallback } from './state-callback.ts';
import type { RunContext } from './train-run.ts';

type RunParts = Pick<ActiveRun, 'live' | 'aggregator' | 'dispatcher' | 'lag' | 'checkpointer' | 'steering'>;

/** The session's own callbacks: what makes events comes last, so that the others have seen the step. */
export function runCallbacks(context: RunContext, parts: RunParts): TrainingCallback[] {
  const { evalEvery, checkpointEvery } = context.plan.config;
  const { aggregator } = parts;
  return [
    createSystemMetrics({ record: (name, value) => aggregator.record(name, value) }),
    createMetricsCallback(parts),
    createRecordCallback(parts.checkpointer, parts.live),
    createStateCallback(parts.live),
    createEventCallback(parts.live, { out: context.folder.dir, onEvent: context.onEvent }),
    ...(checkpointEvery > 0
      ? [
          createCheckpointCallback({
            everyTimesteps: checkpointEvery,
            dirFor: (step) => parts.checkpointer.dirFor(step),
          }),
        ]
      : []),
    ...(evalEvery > 0 ? [periodicEvaluation(context)] : []),
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

/** Notes each checkpoint that was written, in the record and in the live state. */
function createRecordCallback(checkpointer: Checkpointer, live: LiveState): TrainingCallback {
  return {
    name: 'checkpoint record',
    mode: 'await',
    async onCheckpoint({ timesteps, weightsHash }) {
      const checkpoint = await checkpointer.note(timesteps, weightsHash);
      live.change({ checkpoints: withCheckpoint(live.current.checkpoints, checkpoint) });
    },
  };
}
