import type { Algorithm } from '@cartwheel/algorithms';
import type { MetricAggregator, TrainingCallback } from '@cartwheel/callbacks';
import type { LiveState } from '../live-state.ts';
import type { RunContext } from '../train-run.ts';
import type { PointLedger } from './point-ledger.ts';
import { createRunCheckpoints, type RunCheckpoints } from './run-checkpoints.ts';
import { memoryOf } from './session-memory.ts';

/** Where a config does not say how many stay. */
const DEFAULT_KEPT = 5;

interface CheckpointedParts {
  model: Algorithm;
  live: LiveState;
  aggregator: MetricAggregator;
  ledger: PointLedger;
  /** All of the training, once there are any. */
  callbacks: () => TrainingCallback;
}

/** The checkpoints of a run: what they hold beside the learner, and who is told of them. */
export function openCheckpoints(context: RunContext, parts: CheckpointedParts): RunCheckpoints {
  const { folder, store, now, plan, origin = {}, onEvent } = context;
  const { model, live, aggregator, ledger, callbacks } = parts;
  const { runId } = live.current;
  const { checkpoint, run, kept = [], refused = [] } = origin;
  const secondsBefore = run === undefined || checkpoint === undefined ? 0 : memoryOf(checkpoint).seconds;
  const startedAt = now();
  return createRunCheckpoints({
    runId,
    model,
    folder,
    store,
    now,
    keepLast: plan.config.keepCheckpoints ?? DEFAULT_KEPT,
    memory: () => ({
      aggregator: aggregator.snapshot(),
      callbacks: callbacks().snapshot?.() ?? null,
      last: ledger.last,
      seconds: secondsBefore + (now() - startedAt) / 1000,
      settings: { hyperparameters: model.hyperparameters, totalTimesteps: live.current.progress.totalTimesteps },
    }),
    behindPoints: (record) => ledger.behindPoints(record),
    onTaken({ step, path, weightsHash }, records) {
      live.change({ checkpoints: [...records] });
      if (step > 0) onEvent({ event: 'checkpoint', runId, timesteps: step, path: folder.resolve(path), weightsHash });
    },
    ...(run === undefined || checkpoint === undefined ? {} : { before: { kept, refused, rings: checkpoint.rings } }),
  });
}
