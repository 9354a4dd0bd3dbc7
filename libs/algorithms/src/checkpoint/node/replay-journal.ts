import { randomUUID } from 'node:crypto';
import { open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { flushFolder, makeFolder } from '../../model-folder/node.ts';
import type { Ring } from '../learner-state.ts';
import { copyRows, type RingShape } from './ring-rows.ts';
import { digest } from './digest.ts';

/** Rows `from` … `to − 1` of all that were ever added: a stretch of one file. */
export interface JournalChunk {
  file: string;
  offset: number;
  bytes: number;
  from: number;
  to: number;
  /** Of the bytes, hex. */
  sha256: string;
}

/** A ring at a checkpoint: what it takes to fill it again. */
export interface JournaledRing extends RingShape {
  added: number;
  /** In order; together they hold all rows of the ring. */
  chunks: readonly JournalChunk[];
}

/** Files begin anew after this share of the capacity: what falls off the ring can be deleted file by file. */
const FILES_PER_RING = 8;

/**
 * A replay buffer on disk: the rows in the order in which they came, in files that are only ever appended to. A checkpoint
 * costs what came since the last one; rows that no kept checkpoint refers to are deleted with their file.
 */
export class ReplayJournal {
  readonly #dir: string;
  #chunks: JournalChunk[];
  #captured: number;
  #file: { name: string; size: number; rows: number } | undefined;
  #writing: Promise<void> = Promise.resolve();

  /** `from`: the ring that was restored, where one was. What is written goes to new files: nothing is overwritten. */
  constructor(dir: string, from?: JournaledRing) {
    this.#dir = dir;
    this.#chunks = [...(from?.chunks ?? [])];
    this.#captured = from?.added ?? 0;
  }

  /** Rows that came since the last capture. */
  pendingRows({ added }: Pick<Ring, 'added'>): number {
    return added - this.#captured;
  }

  /**
   * Copies, now, the rows that came since the last time; they are written in the background. Resolves with the ring as it
   * is now once all its rows are on disk.
   */
  capture(ring: Ring): Promise<JournaledRing> {
    const { capacity, added } = ring;
    const from = Math.max(this.#captured, added - capacity);
    const { shape, bytes } = copyRows(ring, from, added);
    this.#captured = added;
    const written = this.#writing.then(() => this.#append(bytes, { from, to: added, capacity }));
    this.#writing = written.catch(() => {
      // Told to whoever waits for this capture. The rows are missing from now on, and taken again next time.
      this.#captured = Math.min(this.#captured, from);
    });
    return written.then(() => {
      const oldest = added - Math.min(added, capacity);
      const chunks = this.#chunks.filter((chunk) => chunk.to > oldest && chunk.from < added);
      return { ...shape, added, chunks };
    });
  }

  /** Deletes the files that neither one of `kept` refers to nor the ring as it is now. */
  async prune(kept: Iterable<Pick<JournaledRing, 'chunks'>>): Promise<void> {
    const current = { chunks: this.#chunks };
    const used = new Set([current, ...kept].flatMap(({ chunks }) => chunks.map(({ file }) => file)));
    if (this.#file !== undefined) used.add(this.#file.name);
    const present = await readdir(this.#dir).catch(() => []);
    for (const name of present.filter((file) => !used.has(file))) await rm(join(this.#dir, name), { force: true });
  }

  async #append(
    bytes: Uint8Array<ArrayBuffer>,
    { from, to, capacity }: { from: number; to: number; capacity: number },
  ): Promise<void> {
    if (from === to) return;
    const oldest = to - capacity;
    this.#chunks = this.#chunks.filter((chunk) => chunk.to > oldest);
    const file = await this.#fileFor(from, capacity);
    const sha256 = await digest(bytes);
    await this.#write(file.name, file.size, bytes);
    this.#chunks.push({ file: file.name, offset: file.size, bytes: bytes.length, from, to, sha256 });
    file.size += bytes.length;
    file.rows += to - from;
  }

  async #fileFor(from: number, capacity: number): Promise<{ name: string; size: number; rows: number }> {
    if (this.#file !== undefined && this.#file.rows < capacity / FILES_PER_RING) return this.#file;
    await makeFolder(this.#dir);
    this.#file = { name: `${from}-${randomUUID().slice(0, 8)}.rows`, size: 0, rows: 0 };
    return this.#file;
  }

  /** At its place: what a write that failed left there is written over. */
  async #write(name: string, offset: number, bytes: Uint8Array): Promise<void> {
    const file = await open(join(this.#dir, name), offset === 0 ? 'w' : 'r+');
    try {
      await file.write(bytes, 0, bytes.length, offset);
      await file.datasync();
    } finally {
      await file.close();
    }
    if (offset === 0) await flushFolder(this.#dir);
  }
}
