import type { Checkpoint } from '@cartwheel/algorithms/node';
import { CartwheelError } from '@cartwheel/async-guard';
import type { MetricPoint } from '@cartwheel/experiment-state';
import type { RunRecord, RunStore } from '@cartwheel/tracking';
import { pointKey } from '../checkpoint/point-ledger.ts';
import { memoryOf } from '../checkpoint/session-memory.ts';
import type { ShelvedCheckpoint } from '../checkpoint/checkpoint-shelf.ts';
import { findRun } from '../find-run.ts';
import { loadEnv } from '../load-env.ts';
import { openModel } from '../open-model.ts';
import type { ProjectFolder } from '../project-folder.ts';
import { openContext, type SessionOptions } from '../session-options.ts';
import type { RunResult } from '../session-event.ts';
import { trainRun, type RunContext } from '../train-run.ts';
import { readRecorded, restoreNewest } from './find-checkpoint.ts';
import { checkProvenance } from './provenance.ts';
import { changesOf, planResumed, requireWork, type ChangedSettings } from './settings.ts';

export interface ResumeOptions extends SessionOptions, ChangedSettings {
  /** An id, a unique prefix of one, or `latest`. */
  run: string;
  /** Go on also where another engine build, Node or version of a library may round otherwise. Default false. */
  inexact?: boolean | undefined;
}

/**
 * Goes on with a run from its newest whole checkpoint, in the same run: what was recorded after it is computed again
 * silently. A run that was killed ends with the weights and points of one that never was, to the bit.
 *
 * Throws `tracking/no-store`, `session/no-such-run`, `session/ambiguous-run`, `session/no-checkpoint`,
 * `session/nothing-left`, `session/inexact`, `session/recorded-beyond`, and what `runTraining` throws.
 */
export async function resume(options: ResumeOptions): Promise<RunResult> {
  await using opened = await openContext(options);
  const { folder, store, logger } = opened;
  const run = await findRun(store, options.run);
  const env = await loadEnv(run.config.env);
  const plan = planResumed({ ...run, config: { ...run.config, env } }, options);
  const context: RunContext = { ...opened, plan };
  const records = await store.checkpoints(run.runId);
  if (records.length === 0) return await beginAgain(context, run);
  const inexact = options.inexact ?? false;
  using restored = await restoreNewest({
    runId: run.runId,
    folder,
    records,
    logger,
    async open(checkpoint) {
      const learner = await openModel(plan, logger);
      checkProvenance(checkpoint, learner.model, { inexact, logger });
      return learner;
    },
  });
  const { checkpoint, refused, model } = restored;
  requireWork(run, plan.totalTimesteps, checkpoint.step);
  const points = await store.points(run.runId);
  requireNothingBeyond(run, checkpoint, points, changesOf(run, options));
  const kept = await readKept(folder, store, run.runId, refused);
  const recorded = points.filter(({ step }) => step >= earliestPending(checkpoint));
  return await trainRun({ ...context, origin: { run, checkpoint, recorded, kept, refused } }, model);
}

/** It was killed before its first checkpoint: no step was done. */
async function beginAgain(context: RunContext, run: RunRecord): Promise<RunResult> {
  using learner = await openModel(context.plan, context.logger);
  return await trainRun({ ...context, origin: { run } }, learner.model);
}

/** The step of the first point that may be handed over from here on: an evaluation may wait for the next update. */
function earliestPending(checkpoint: Checkpoint): number {
  const { evaluations } = memoryOf(checkpoint).aggregator;
  return Math.min(checkpoint.step, ...evaluations.map(({ step }) => step));
}

/** With other settings, what was recorded after the checkpoint would not be what is computed now. */
function requireNothingBeyond(
  { runId }: RunRecord,
  checkpoint: Checkpoint,
  points: readonly MetricPoint[],
  changes: readonly string[],
): void {
  if (changes.length === 0) return;
  const { last } = memoryOf(checkpoint);
  const known = new Set(last.step === checkpoint.step ? last.keys : []);
  const beyond = points.filter(
    (point) =>
      point.step > checkpoint.step ||
      (point.step === checkpoint.step && !known.has(pointKey(point)) && !point.name.startsWith('eval/')),
  );
  if (beyond.length === 0) return;
  const newest = Math.max(...beyond.map(({ step }) => step));
  throw new CartwheelError(
    'session/recorded-beyond',
    `Run ${runId} has points up to step ${newest}, beyond its checkpoint at step ${checkpoint.step}; with another ` +
      `${changes.join(', ')} they would not be true any more. Go on as it was, or branch: cartwheel fork ${runId.slice(0, 8)} --at ${checkpoint.step}`,
  );
}

async function readKept(
  folder: ProjectFolder,
  store: RunStore,
  runId: string,
  refused: readonly number[],
): Promise<ShelvedCheckpoint[]> {
  const records = (await store.checkpoints(runId)).filter(({ step }) => !refused.includes(step));
  return Promise.all(
    records.map(async (record) => {
      // One further back may be torn as well: it stays in the record, and is refused when somebody wants it.
      const rings = await readRecorded(folder, record).then(
        (checkpoint) => checkpoint.rings,
        () => ({}),
      );
      return { record, rings };
    }),
  );
}
