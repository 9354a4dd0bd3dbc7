import { createHash } from 'node:crypto';
import type { OpenTrackedRunOptions, TrackedEnd, TrackedRun, Tracker } from '../../relay/tracker.ts';
import type { RunEntry } from '../../run-store/run-entry.schema.ts';
import type { RunChanges, RunRecord } from '../../run-store/run-store.ts';
import { aimAddress } from '../transport/aim-address.ts';
import { AimConnection, type AimConnectionOptions } from '../transport/aim-connection.ts';
import { AimRun } from '../run/aim-run.ts';
import { histogramFigure } from './histogram-figure.ts';
import { paramsOf } from './run-params.ts';

/** Without a patience of its own: the relay comes again. */
const PATIENCE_MS = 20_000;

/**
 * Writes runs to an Aim server. Aim keys a value by its step, so that what comes again changes nothing; a run's hash there
 * is its id here.
 *
 * Throws `aim/bad-url`.
 */
export function createAimTracker(options: AimConnectionOptions): Tracker {
  // To be told of a wrong address now, and not at the first run.
  aimAddress(options.url);
  return {
    id: `aim ${options.url}`,
    openRun: (run, opening) => AimTrackedRun.open({ patienceMs: PATIENCE_MS, ...options }, run, opening),
  };
}

class AimTrackedRun implements TrackedRun {
  readonly startOver: boolean;
  readonly #connection: AimConnection;
  readonly #run: AimRun;
  #tags: ReadonlySet<string>;

  private constructor(connection: AimConnection, run: AimRun, tags: readonly string[], startOver: boolean) {
    this.#connection = connection;
    this.#run = run;
    this.#tags = new Set(tags);
    this.startOver = startOver;
  }

  static async open(
    options: AimConnectionOptions,
    run: RunRecord,
    { position }: OpenTrackedRunOptions,
  ): Promise<AimTrackedRun> {
    const connection = await AimConnection.open(options);
    try {
      const { runId, experiment, tags, algorithm, env, createdAt } = run;
      const opened = await AimRun.open(connection, {
        hash: aimRunHash(runId),
        name: `${algorithm} ${env} ${runId.slice(0, 8)}`,
        experiment,
        tags,
        params: paramsOf(run),
        createdAt,
      });
      return new AimTrackedRun(connection, opened, tags, position > 0 && !opened.wasThere);
    } catch (error) {
      await connection.close();
      throw error;
    }
  }

  get state(): { hash: string } {
    return { hash: this.#run.hash };
  }

  async write({ points, entries }: RunChanges): Promise<void> {
    await this.#run.track(points);
    for (const entry of entries) await this.#writeEntry(entry);
  }

  async update(run: RunRecord): Promise<void> {
    for (const [key, value] of Object.entries(paramsOf(run))) await this.#run.set(key, value);
    const tags = new Set(run.tags);
    for (const tag of tags) if (!this.#tags.has(tag)) await this.#run.addTag(tag);
    for (const tag of this.#tags) if (!tags.has(tag)) await this.#run.removeTag(tag);
    this.#tags = tags;
  }

  async end({ time }: TrackedEnd): Promise<void> {
    await this.#run.close({ endTime: time });
  }

  /** The server drops what a client held, when it does not hear of it. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#run.close({ endTime: null }).catch(() => undefined);
    await this.#connection.close();
  }

  async #writeEntry(entry: RunEntry): Promise<void> {
    switch (entry.kind) {
      case 'text':
        return this.#run.text(entry, entry.text);
      case 'image': {
        const { image: data, format, width, height, caption } = entry;
        return this.#run.image(entry, { data, format, width, height, ...(caption === undefined ? {} : { caption }) });
      }
      case 'figure':
        return this.#run.figure(entry, entry.figure);
      case 'histogram':
        return this.#run.figure(entry, histogramFigure(entry));
      case 'artifact':
        return this.#run.text(entry, `${entry.path}\nsha256 ${entry.sha256}\n${entry.bytes} bytes`);
    }
  }
}

/** Aim's hashes are 24 hexadecimal digits, and so are the ids of runs that Cartwheel made. */
export function aimRunHash(runId: string): string {
  return /^[0-9a-f]{24}$/.test(runId) ? runId : createHash('sha256').update(runId).digest('hex').slice(0, 24);
}
