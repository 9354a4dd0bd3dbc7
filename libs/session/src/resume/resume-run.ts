import type { Checkpoint } from '@cartwheel/algorithms/node';
import { CartwheelError } from '@cartwheel/async-guard';
import type { MetricPoint } from '@cartwheel/experiment-state';
import type { RunRecord, RunStore } from '@cartwheel/tracking';
import { pointKey } from '../checkpoint/point-ledger.ts';
import { removeUnrecorded } from '../checkpoint/remove-unrecorded.ts';
import { memoryOf } from '../checkpoint/session-memory.ts';
import type { ShelvedCheckpoint } from '../checkpoint/checkpoint-shelf.ts';
import { findRun } from '../find-run.ts';
import { loadEnv } from '../load-env.ts';
import { openModel } from '../open-model.ts';
import type { RunPlan } from '../plan-run.ts';
import type { ProjectFolder } from '../project-folder.ts';
import { trackersOf } from '../run-relays.ts';
import { openContext, type OpenContext, type SessionOptions } from '../session-options.ts';
import type { RunResult } from '../session-event.ts';
import { trainRun, type RunContext } from '../train-run.ts';
import { claimRun } from '../writer/claim-run.ts';
import { readRecorded, restoreNewest } from './find-checkpoint.ts';
import { checkProvenance } from './provenance.ts';
import { changesOf, planResumed, requireWork, type ChangedSettings, type TrainingWay } from './settings.ts';

export interface ResumeOptions extends SessionOptions, ChangedSettings, TrainingWay {
  /** An id, a unique prefix of one, or `latest`. */
  run: string;
  /** Go on also where another engine build, Node or version of a library may round otherwise. Default false. */
  inexact?: boolean | undefined;
}

/**
 * Goes on with a run from its newest whole checkpoint, in the same run: what was recorded after it is computed again
 * silently. A run that was killed ends with the weights and points of one that never was, to the bit. It goes on to be
 * relayed to where it was before.
 *
 * Throws `tracking/no-store`, `session/no-such-run`, `session/ambiguous-run`, `session/lease-held`,
 * `session/no-checkpoint`, `session/nothing-left`, `session/inexact`, `session/recorded-beyond`, and what `runTraining`
 * throws.
 */
export async function resume(options: ResumeOptions): Promise<RunResult> {
  await using opened = await openContext(options);
  const { store } = opened;
  const { runId } = await findRun(store, options.run);
  const claim = await claimRun(opened, runId);
  try {
    // As it is now: whoever wrote it before has ended.
    const run = await findRun(store, runId);
    const trackers = await trackersOf(store, runId, opened.trackers);
    const config = { ...run.config, env: await loadEnv(run.config.env) };
    return await goOn({ ...opened, trackers }, { ...run, config }, options);
  } finally {
    await claim[Symbol.asyncDispose]();
  }
}

async function goOn(opened: OpenContext, run: RunRecord, options: ResumeOptions): Promise<RunResult> {
  const { folder, store, logger } = opened;
  const { runId, config } = run;
  const records = await store.checkpoints(runId);
  if (records.length === 0) return beginAgain({ ...opened, plan: planResumed(config, run, options) }, run);
  const planFrom = (checkpoint: Checkpoint): RunPlan => planResumed(config, memoryOf(checkpoint).settings, options);
  using restored = await restoreNewest({
    runId,
    folder,
    records,
    logger,
    async open(checkpoint) {
      const learner = await openModel(planFrom(checkpoint), logger);
      checkProvenance(checkpoint, learner.model, { inexact: options.inexact ?? false, logger });
      return learner;
    },
  });
  const { checkpoint, refused, model } = restored;
  const plan = planFrom(checkpoint);
  requireWork(run, plan.totalTimesteps, checkpoint.step);
  const points = await store.points(runId);
  const changes = changesOf(memoryOf(checkpoint).settings, options);
  requireNothingBeyond(run, checkpoint, points, changes);
  await removeUnrecorded(folder, runId, records);
  const kept = await readKept(folder, store, runId, refused);
  const recorded = points.filter(({ step }) => step >= earliestPending(checkpoint));
  const origin = { run, checkpoint, recorded, kept, refused, hasChanged: changes.length > 0 };
  return await trainRun({ ...opened, plan, origin }, model);
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
