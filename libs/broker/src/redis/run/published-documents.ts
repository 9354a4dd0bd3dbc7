import type { StateText } from '../../history/state-text.ts';

/** A document that this broker put there: the next one of the same run is told as a patch of it. */
export interface PublishedDocument {
  /** The request id that put it there. */
  readonly id: string;
  /** The version under which it was acknowledged. */
  readonly version: number;
  readonly text: StateText;
  /** The last whole document that stands there, and its version: this one, or one before. */
  readonly whole: StateText;
  readonly wholeVersion: number;
  /** What the index is to know of it, as JSON, and whether it is known to. */
  readonly facets: string;
  readonly isIndexed: boolean;
}

/** More runs than one process is likely to write at once. */
const KEPT = 1000;

/** The last published document of each run. */
export class PublishedDocuments {
  readonly #documents = new Map<string, PublishedDocument>();

  get(runId: string): PublishedDocument | undefined {
    return this.#documents.get(runId);
  }

  set(runId: string, document: PublishedDocument): void {
    this.#documents.delete(runId);
    this.#documents.set(runId, document);
    if (this.#documents.size <= KEPT) return;
    const [oldest] = this.#documents.keys();
    if (oldest !== undefined) this.#documents.delete(oldest);
  }

  forget(runId: string): void {
    this.#documents.delete(runId);
  }
}
