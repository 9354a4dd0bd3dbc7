import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeSafetensors } from '@cartwheel/nn';
import type { Algorithm } from '../../algorithm.ts';
import { sha256Of } from '../../model-folder/node.ts';
import { DESCRIPTION_FILE } from '../../model-folder/model-files.ts';
import type { PartState, Ring } from '../learner-state.ts';
import { wrongState } from '../part-state.ts';
import { bytesOf, decodeParts } from '../state-file.ts';
import { alteredCheckpoint, decodeDocument, type CheckpointDocument } from './checkpoint-document.ts';
import { digest } from './digest.ts';
import type { JournalChunk, JournaledRing } from './replay-journal.ts';
import { pasteRows, shapeOf } from './ring-rows.ts';
import { DOCUMENT_FILE, STATE_FILE } from './write-checkpoint.ts';

/** A checkpoint whose own files are whole. */
export interface Checkpoint extends CheckpointDocument {
  readonly dir: string;
  /**
   * Brings the model, a fresh one of the same form, to where the checkpoint was taken. `journalDir` names the folder of each
   * replay buffer's rows.
   *
   * Throws `algorithms/altered-checkpoint` where rows are torn, altered or gone, and `algorithms/wrong-state`; the model is
   * of no use then.
   */
  restoreInto(model: Algorithm, journalDir: (ring: string) => string): Promise<void>;
}

/**
 * Reads and checks a checkpoint folder, the rows of replay buffers excepted.
 *
 * Throws `algorithms/altered-checkpoint` for one that is torn, altered or gone, and `algorithms/unknown-checkpoint-format`.
 */
export async function readCheckpoint(dir: string): Promise<Checkpoint> {
  const document = decodeDocument(dir, await readPart(dir, DOCUMENT_FILE));
  const bytes = await readHashed(dir, STATE_FILE, document.stateHash);
  await readHashed(dir, DESCRIPTION_FILE, document.modelHash);
  const weights = decodeWeights(dir, document, await readPart(dir, 'weights.safetensors'));
  return {
    ...document,
    dir,
    async restoreInto(model, journalDir) {
      const rings = ringsOf(model);
      for (const [name, journaled] of Object.entries(document.rings)) {
        if (rings[name] === undefined) throw wrongState(name, 'no replay buffer', 'one');
        await fillRing(dir, rings[name], journaled, journalDir(name));
      }
      model.writeState({ parts: { ...decodeParts({ entries: document.parts, bytes }), weights }, rings });
    },
  };
}

function ringsOf(model: Algorithm): Readonly<Record<string, Ring>> {
  return model.readState().rings;
}

async function readHashed(dir: string, name: string, hash: string): Promise<Uint8Array> {
  const bytes = await readPart(dir, name);
  if (sha256Of([bytes]) === hash) return bytes;
  throw alteredCheckpoint(dir, `${name} does not match its hash`);
}

async function readPart(dir: string, name: string): Promise<Uint8Array> {
  try {
    return await readFile(join(dir, name));
  } catch (cause) {
    throw alteredCheckpoint(dir, `${name} cannot be read`, cause);
  }
}

/** The tensors of each network one after the other, as they were named. */
function decodeWeights(dir: string, { weights, weightsHash }: CheckpointDocument, file: Uint8Array): PartState {
  const data = decodeTensors(dir, file);
  const arrays: Record<string, Float32Array> = {};
  let offset = 0;
  for (const { name, length } of weights) {
    arrays[name] = data.slice(offset, offset + length);
    offset += length;
  }
  if (sha256Of(Object.values(arrays).map(bytesOf)) === weightsHash) return { values: {}, arrays };
  throw alteredCheckpoint(dir, 'the weights do not match their hash');
}

function decodeTensors(dir: string, file: Uint8Array): Float32Array {
  try {
    const { tensors } = decodeSafetensors(file);
    const all = new Float32Array(tensors.reduce((sum, { data }) => sum + data.length, 0));
    let offset = 0;
    for (const { data } of tensors) {
      all.set(data, offset);
      offset += data.length;
    }
    return all;
  } catch (cause) {
    throw alteredCheckpoint(dir, 'weights.safetensors is torn', cause);
  }
}

async function fillRing(
  dir: string,
  ring: Ring,
  { added, chunks, ...shape }: JournaledRing,
  from: string,
): Promise<void> {
  const expected = JSON.stringify(shapeOf(ring));
  if (JSON.stringify(shape) !== expected) throw wrongState('replay', expected, JSON.stringify(shape));
  let next = Math.max(0, added - ring.capacity);
  for (const chunk of chunks) {
    if (chunk.from > next) throw alteredCheckpoint(dir, `the replay buffer lacks its rows ${next} … ${chunk.from - 1}`);
    const bytes = await readChunk(dir, from, chunk);
    const isRight = pasteRows(ring, chunk.from, chunk.to, bytes);
    if (!isRight) throw alteredCheckpoint(dir, `the rows ${chunk.from} … ${chunk.to - 1} have another length`);
    next = chunk.to;
  }
  if (next < added) throw alteredCheckpoint(dir, `the replay buffer lacks its rows ${next} … ${added - 1}`);
  ring.restoreAdded(added);
}

async function readChunk(dir: string, folder: string, chunk: JournalChunk): Promise<Uint8Array> {
  const bytes = new Uint8Array(chunk.bytes);
  try {
    const file = await open(join(folder, chunk.file), 'r');
    try {
      await file.read(bytes, 0, bytes.length, chunk.offset);
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw alteredCheckpoint(dir, `${chunk.file} of its replay buffer cannot be read`, cause);
  }
  if ((await digest(bytes)) === chunk.sha256) return bytes;
  throw alteredCheckpoint(dir, `the rows ${chunk.from} … ${chunk.to - 1} of its replay buffer do not match their hash`);
}
