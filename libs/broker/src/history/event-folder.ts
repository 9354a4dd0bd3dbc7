import {
  commandCodec,
  commandOutcomeCodec,
  decodeState,
  stateCodec,
  type ExperimentState,
  type RunEvent,
} from '@cartwheel/experiment-state';
import { BrokerError } from '../broker-error.ts';
import { foldPatch, type StoredDocument } from './state-patch.ts';
import type { StoredEvent } from './stored-event.ts';

/** Turns a run's stored events, in order, into what watchers get: folds each patch on the document before it. */
export class EventFolder {
  #document: StoredDocument | undefined;

  /** It knows no document yet, and so can fold no patch. */
  get isCold(): boolean {
    return this.#document === undefined;
  }

  /** Starts from a whole document, as JSON text. Throws what the state's codec throws. */
  startFrom(text: string): ExperimentState {
    const state = decodeState(text);
    this.#document = JSON.parse(text) as StoredDocument;
    return state;
  }

  /** Throws `broker/corrupt-document`, and what the codecs throw. */
  fold(event: StoredEvent): RunEvent {
    const { type, version, data } = event;
    if (type === 'state') return { type, version, state: requireVersion(version, this.startFrom(data)) };
    if (type === 'patch') return this.#foldPatch(event);
    if (type === 'command') return { type, version, command: commandCodec.decode(data) };
    if (type === 'command-outcome') return { type, version, outcome: commandOutcomeCodec.decode(data) };
    throw new BrokerError('broker/corrupt-document', `Expected a type of event, received ${JSON.stringify(type)}.`);
  }

  #foldPatch({ version, from, data }: StoredEvent): RunEvent {
    if (this.#document === undefined || this.#document.version !== from) {
      const received = this.#document === undefined ? 'none' : `version ${this.#document.version}`;
      throw new BrokerError(
        'broker/corrupt-document',
        `Expected the document of version ${from} before the patch of version ${version}, received ${received}.`,
      );
    }
    const { document, patch } = foldPatch(this.#document, data, version);
    const state = requireVersion(version, stateCodec.fromWire(document));
    this.#document = document;
    return { type: 'state', version, state, patch };
  }
}

/** An event that puts a document there puts that of its own version there. */
function requireVersion(version: number, state: ExperimentState): ExperimentState {
  if (state.version === version) return state;
  throw new BrokerError(
    'broker/corrupt-document',
    `Expected the document of version ${version} from its event, received that of version ${state.version}.`,
  );
}
