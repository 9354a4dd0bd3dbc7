import type { Algorithm } from '../../algorithm.ts';
import { yieldToEventLoop } from '@cartwheel/async-guard';
import { sha256Of } from '../../model-folder/node.ts';
import { DESCRIPTION_FILE, type SaveOptions } from '../../model-folder/model-files.ts';
import type { LearnerState, Ring, StateValue } from '../learner-state.ts';
import { encodeParts } from '../state-file.ts';
import { encodeDocument } from './checkpoint-document.ts';
import { provenanceOf } from './provenance.ts';
import type { JournaledRing, ReplayJournal } from './replay-journal.ts';

export const DOCUMENT_FILE = 'checkpoint.json';
export const STATE_FILE = 'state.bin';

/** Where a checkpoint is written, and what goes with it. */
export interface CheckpointOptions {
  /** The folder, new or an older checkpoint. */
  dir: string;
  /** Where the rows of each replay buffer are kept; of a learner without one, never asked. */
  journalFor: (ring: string) => ReplayJournal;
  /** What whoever writes it wants to have back. Default null. */
  session?: StateValue;
  /** What `readState` of the model gives now, where it is at hand. */
  state?: LearnerState;
  /** What puts the folder on disk, as `FolderWriter` does on a thread of its own. Default: this thread. */
  writeFolder?: SaveOptions['writeFolder'];
}

/** A checkpoint that is on disk. */
export interface WrittenCheckpoint {
  step: number;
  weightsHash: string;
  rings: Readonly<Record<string, JournaledRing>>;
}

/**
 * Writes a checkpoint of the model as it is now, at a safe point: all is copied before this returns its promise, so that
 * training may go on while it is written. The folder is a model folder too, for `loadAlgorithm`; it appears whole or not at
 * all, after the rows of the replay buffers that it refers to are on disk.
 *
 * Throws `algorithms/not-at-safe-point`, and what the file system throws.
 */
export async function writeCheckpoint(model: Algorithm, options: CheckpointOptions): Promise<WrittenCheckpoint> {
  const { dir, journalFor, session = null, state = model.readState(), writeFolder } = options;
  const { parts, rings } = state;
  const { weights, ...others } = parts;
  const step = model.timesteps;
  const captured = captureRings(rings, journalFor);
  const lengths = Object.entries(weights.arrays).map(([name, { length }]) => ({ name, length }));
  const provenance = provenanceOf(model);
  // The model is copied now; its own files are written once the rows are.
  const further: SaveOptions['further'] = async ({ [DESCRIPTION_FILE]: description }, hash) => {
    const journaled = await captured;
    const { entries, bytes } = encodeParts(others);
    await yieldToEventLoop();
    const document = {
      step,
      weightsHash: hash,
      provenance,
      parts: entries,
      weights: lengths,
      rings: journaled,
      session,
    };
    const hashes = { stateHash: sha256Of([bytes]), modelHash: sha256Of([description]) };
    return { [STATE_FILE]: bytes, [DOCUMENT_FILE]: encodeDocument({ ...document, ...hashes }) };
  };
  const saved = model.save(dir, { further, ...(writeFolder === undefined ? {} : { writeFolder }) });
  // Together, so that neither fails unheard while the other is waited for.
  const [weightsHash, written] = await Promise.all([saved, captured]);
  return { step, weightsHash, rings: written };
}

async function captureRings(
  rings: Readonly<Record<string, Ring>>,
  journalFor: (ring: string) => ReplayJournal,
): Promise<Record<string, JournaledRing>> {
  const captured = Object.entries(rings).map(([name, ring]) => [name, journalFor(name).capture(ring)] as const);
  const written = captured.map(async ([name, ring]) => [name, await ring] as const);
  return Object.fromEntries(await Promise.all(written));
}
