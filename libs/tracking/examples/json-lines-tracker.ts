import { mkdir, open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunChanges, TrackedRun, Tracker } from '../src/index.ts';

/** Relays runs to files of JSON Lines, `<dir>/<run id>.jsonl`: a tracker in one file. */
export function createJsonLinesTracker(dir: string): Tracker {
  return {
    id: `json-lines ${dir}`,
    async openRun({ runId }, { state, position }) {
      await mkdir(dir, { recursive: true });
      const file = await open(join(dir, `${runId}.jsonl`), 'a+');
      const length = typeof state['length'] === 'number' ? state['length'] : 0;
      // What was written and not kept comes again: it is taken back. A file that is too short was lost.
      const isLost = (await file.stat()).size < length;
      await file.truncate(isLost ? 0 : length);
      return new JsonLinesRun(file, isLost && position > 0);
    },
  };
}

class JsonLinesRun implements TrackedRun {
  readonly startOver: boolean;
  state = {};
  readonly #file: FileHandle;

  constructor(file: FileHandle, startOver: boolean) {
    this.#file = file;
    this.startOver = startOver;
  }

  write({ points, entries }: RunChanges): Promise<void> {
    // As texts: JSON has no NaN, and no whole numbers beyond 2^53.
    const values = points.map(({ step, value, ...point }) => ({ ...point, step: String(step), value: textOf(value) }));
    return this.#append([...values, ...entries]);
  }

  update({ status, hyperparameters }: { status: string; hyperparameters: object }): Promise<void> {
    return this.#append([{ status, hyperparameters }]);
  }

  end(end: { status: string; time: number }): Promise<void> {
    return this.#append([end]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file.close();
  }

  async #append(lines: readonly object[]): Promise<void> {
    await this.#file.write(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    await this.#file.sync();
    this.state = { length: (await this.#file.stat()).size };
  }
}

function textOf(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}
