import { mkdir, open, type FileHandle } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { RunRecord } from '../run-store/run-store.ts';
import type { OpenTrackedRunOptions, TrackedEnd, TrackedRun, Tracker } from '../relay/tracker.ts';
import { sessionEnd, summaryEvent, versionEvent } from './event.ts';
import { changedSettingsEvent, changeEvents, settingsEvent } from './run-events.ts';
import { tfRecord } from './tf-record.ts';
import type { RunChanges } from '../run-store/run-store.ts';

/** Where event files are written. */
export interface TensorBoardTrackerOptions {
  /** What `tensorboard --logdir` gets. A run is in `<experiment>/<run id>` below it. */
  dir: string;
}

/**
 * Writes runs as TensorBoard's event files. What was written after the position that was kept is cut off when the run is
 * opened again, so that nothing is doubled.
 */
export function createTensorBoardTracker({ dir }: TensorBoardTrackerOptions): Tracker {
  const root = resolve(dir);
  return {
    id: `tensorboard ${root}`,
    openRun: (run, options) => EventFile.open(join(root, fileOf(run)), run, options),
  };
}

/** The same whenever it is opened: TensorBoard reads all files of a folder as one run. */
function fileOf({ experiment, runId, createdAt }: RunRecord): string {
  const seconds = String(Math.floor(createdAt / 1000)).padStart(10, '0');
  return join(folderName(experiment), folderName(runId), `events.out.tfevents.${seconds}.cartwheel`);
}

function folderName(text: string): string {
  return text.replaceAll(/[^\w.-]/g, '_').replace(/^\.+$/, '_');
}

class EventFile implements TrackedRun {
  readonly startOver: boolean;
  readonly #file: FileHandle;
  #length: number;

  private constructor(file: FileHandle, length: number, startOver: boolean) {
    this.#file = file;
    this.#length = length;
    this.startOver = startOver;
  }

  static async open(path: string, run: RunRecord, { state, position }: OpenTrackedRunOptions): Promise<EventFile> {
    await mkdir(dirname(path), { recursive: true });
    // Not for appending: a file that was cut is written from there on.
    const file = await open(path, 'r+').catch(() => open(path, 'w+'));
    const kept = typeof state['bytes'] === 'number' ? state['bytes'] : 0;
    const isThere = kept > 0 && (await file.stat()).size >= kept;
    await file.truncate(isThere ? kept : 0);
    const opened = new EventFile(file, isThere ? kept : 0, !isThere && position > 0);
    if (!isThere) await opened.#append([versionEvent(run.createdAt), settingsEvent(run)]);
    return opened;
  }

  get state(): { bytes: number } {
    return { bytes: this.#length };
  }

  write(changes: RunChanges): Promise<void> {
    return this.#append(changeEvents(changes));
  }

  /** Of the hparams plugin's own events TensorBoard reads the first alone. */
  update(run: RunRecord): Promise<void> {
    return this.#append([changedSettingsEvent(run)]);
  }

  /** That a run is lost is nothing final: it may be gone on with, and its true end come. */
  async end({ status, time }: TrackedEnd): Promise<void> {
    if (status === 'lost') return;
    await this.#append([summaryEvent({ time, step: 0 }, sessionEnd(status, time))]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file.close();
  }

  async #append(events: readonly Uint8Array[]): Promise<void> {
    const records = Buffer.concat(events.map(tfRecord));
    let written = 0;
    while (written < records.length) {
      const part = await this.#file.write(records, written, records.length - written, this.#length + written);
      written += part.bytesWritten;
    }
    await this.#file.datasync();
    this.#length += records.length;
  }
}
