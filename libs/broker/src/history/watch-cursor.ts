import type { RunEvent } from '@cartwheel/experiment-state';
import { EventFolder } from './event-folder.ts';
import type { StoredEvent } from './stored-event.ts';

/** How far a watcher is in a run's history, with the document that patches are folded on. */
export class WatchCursor {
  readonly #folder = new EventFolder();
  #version: number;
  #eventId: string | undefined;

  constructor(fromVersion: number) {
    this.#version = fromVersion;
  }

  /** Of the last event that it passed. */
  get version(): number {
    return this.#version;
  }

  /** Of that event; unknown before the first. A history that has another one there was rewritten. */
  get eventId(): string | undefined {
    return this.#eventId;
  }

  get isCold(): boolean {
    return this.#folder.isCold;
  }

  /** @param before The events from the last whole document on, for a cursor that is cold: only folded. */
  pass(events: readonly StoredEvent[], before: readonly StoredEvent[] = []): RunEvent[] {
    for (const event of before) this.#folder.fold(event);
    const passed = events.map((event) => this.#folder.fold(event));
    const last = events.at(-1);
    if (last !== undefined) this.#moveTo(last.version, last.id);
    return passed;
  }

  /** Past everything up to `version`, for which the document stands. */
  jump({ version, id, document }: { version: number; id: string; document: string }): RunEvent[] {
    const state = this.#folder.startFrom(document);
    this.#moveTo(version, id);
    return [{ type: 'snapshot', version, state }];
  }

  #moveTo(version: number, eventId: string): void {
    this.#version = version;
    this.#eventId = eventId;
  }
}
