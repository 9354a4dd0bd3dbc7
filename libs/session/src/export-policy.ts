import { loadAlgorithm, type PolicyFormat } from '@cartwheel/algorithms';
import { CartwheelError } from '@cartwheel/async-guard';
import { findRun } from './find-run.ts';
import { projectFolder } from './project-folder.ts';
import { openRecord } from './record.ts';

/** What `exportPolicy` takes. */
export interface ExportPolicyOptions {
  /** An id, a unique prefix of one, or `latest`. */
  run: string;
  /** The project folder; default `./cartwheel-runs`. */
  out?: string | undefined;
  format: PolicyFormat;
}

/** What was exported, and where it is. */
export interface ExportedPolicy {
  runId: string;
  algorithm: string;
  env: string;
  /** The checkpoint whose policy it is. */
  step: number;
  bytes: Uint8Array;
}

/**
 * The policy of a run's last checkpoint, for inference elsewhere.
 *
 * Throws `tracking/no-store`, `session/no-such-run`, `session/ambiguous-run`, `session/no-checkpoint`, and the codes of a
 * folder that was altered.
 */
export async function exportPolicy({ run: selector, out, format }: ExportPolicyOptions): Promise<ExportedPolicy> {
  const folder = projectFolder(out);
  await using record = await openRecord(folder, { readOnly: true });
  const { runId, status, algorithm, env } = await findRun(record.store, selector);
  const checkpoint = (await record.store.checkpoints(runId)).at(-1);
  if (checkpoint === undefined) {
    throw new CartwheelError('session/no-checkpoint', `Run ${runId} has no checkpoint to export (status ${status}).`);
  }
  const model = await loadAlgorithm(folder.resolve(checkpoint.path));
  try {
    return { runId, algorithm, env, step: checkpoint.step, bytes: model.exportPolicy(format) };
  } finally {
    model.dispose();
  }
}
