import type { Algorithm } from '@cartwheel/algorithms';
import { readCheckpoint, type Checkpoint } from '@cartwheel/algorithms/node';
import { CartwheelError, describeError } from '@cartwheel/async-guard';
import type { CheckpointRecord } from '@cartwheel/experiment-state';
import type { Logger } from '@cartwheel/logging';
import { replayDir } from '../checkpoint/run-checkpoints.ts';
import type { ProjectFolder } from '../project-folder.ts';

/** A model that stands where a checkpoint was taken. */
export interface RestoredModel extends Disposable {
  readonly model: Algorithm;
  readonly checkpoint: Checkpoint;
  /** Steps whose checkpoints were refused. */
  readonly refused: readonly number[];
}

export interface OpenedModel extends Disposable {
  readonly model: Algorithm;
}

interface FindOptions {
  runId: string;
  folder: ProjectFolder;
  /** The newest is tried first. */
  records: readonly CheckpointRecord[];
  /** Makes a fresh model of the form that the checkpoint's has; throws where it may not be gone on from. */
  open: (checkpoint: Checkpoint) => Promise<OpenedModel>;
  logger: Logger;
}

/** Codes of a checkpoint that is torn or that somebody changed. */
const REFUSED = new Set(['algorithms/altered-checkpoint', 'algorithms/unknown-checkpoint-format']);

/**
 * The newest checkpoint that is whole, in a model. One that is torn or altered is refused, and the one before it taken; the
 * log says so.
 *
 * Throws `session/no-checkpoint` where none is whole, and what `open` throws.
 */
export async function restoreNewest(options: FindOptions): Promise<RestoredModel> {
  const { runId, folder, records, open, logger } = options;
  const refused: number[] = [];
  for (const record of records.toReversed()) {
    try {
      const checkpoint = await readRecorded(folder, record);
      const opened = await restore(checkpoint, open, (ring) => replayDir(folder, runId, ring));
      return { ...opened, checkpoint, refused, [Symbol.dispose]: () => opened[Symbol.dispose]() };
    } catch (error) {
      const { code, message } = describeError(error);
      if (!REFUSED.has(code)) throw error;
      logger.warn(`checkpoint at step ${record.step} refused, the one before it is taken: ${message}`, { runId });
      refused.push(record.step);
    }
  }
  throw new CartwheelError(
    'session/no-checkpoint',
    `Run ${runId} has no checkpoint that is whole; ${records.length} were looked at.`,
  );
}

/** Reads a checkpoint that the record names. Throws `algorithms/altered-checkpoint` where it is another. */
export async function readRecorded(
  folder: ProjectFolder,
  { path, weightsHash }: CheckpointRecord,
): Promise<Checkpoint> {
  const checkpoint = await readCheckpoint(folder.resolve(path));
  if (checkpoint.weightsHash === weightsHash) return checkpoint;
  throw new CartwheelError(
    'algorithms/altered-checkpoint',
    `The checkpoint ${path} is not the one that was recorded: its weights are other ones. Take the one before it.`,
  );
}

async function restore(
  checkpoint: Checkpoint,
  open: FindOptions['open'],
  rowsOf: (ring: string) => string,
): Promise<OpenedModel> {
  const opened = await open(checkpoint);
  try {
    await checkpoint.restoreInto(opened.model, rowsOf);
    return opened;
  } catch (error) {
    opened[Symbol.dispose]();
    throw error;
  }
}
