import { isPlainState, stateCodec, type ExperimentState } from '@cartwheel/experiment-state';
import jsonPatch from 'fast-json-patch';
import { MetricTexts } from './metric-texts.ts';
import { isSameJson } from './same-json.ts';

/** Its fields in order, but for the version, which the broker alone knows, and the metrics. */
const FIELDS = [
  'schemaVersion',
  'runId',
  'experiment',
  'tags',
  'status',
  'writerEpoch',
  'algorithm',
  'env',
  'hyperparameters',
  'seed',
  'progress',
  'checkpoints',
  'host',
  'error',
  'createdAt',
  'updatedAt',
] as const satisfies readonly Exclude<keyof ExperimentState, 'version' | 'metrics'>[];

type Field = (typeof FIELDS)[number];

/** Lists and trees that change little at a time; of any other field the whole is as short as a patch. */
const DEEP: ReadonlySet<string> = new Set(['tags', 'hyperparameters', 'checkpoints']);

/** What changes with nearly each document: no copy of it is worth its while. */
const LIVE: ReadonlySet<string> = new Set(['progress']);

/**
 * A valid document as JSON text, part by part. Most parts of a run's document stay as they are from one to the next: their
 * texts are taken over, and what changed is seen at once. Nobody who changes the document later reaches it.
 */
export class StateText {
  /** By field. */
  readonly #texts: readonly string[];
  /** What they are the texts of; nothing for live fields. */
  readonly #copies: readonly unknown[];
  readonly #metrics: MetricTexts;

  private constructor(texts: readonly string[], copies: readonly unknown[], metrics: MetricTexts) {
    this.#texts = texts;
    this.#copies = copies;
    this.#metrics = metrics;
  }

  /**
   * Throws `experiment-state/invalid`.
   *
   * @param before An earlier document of the same run, which saves most of the work.
   */
  static of(state: ExperimentState, before?: StateText): StateText {
    const wire = isPlainState(state) ? state : stateCodec.toWire(state);
    const texts = before === undefined ? [] : before.#texts.slice();
    const copies = before === undefined ? [] : before.#copies.slice();
    for (let index = 0; index < FIELDS.length; index += 1) {
      const field = FIELDS[index] ?? 'runId';
      const value: unknown = wire[field];
      if (before !== undefined && before.#isFor(value, index)) continue;
      const text = typeof value === 'number' ? `${value}` : JSON.stringify(value);
      texts[index] = text;
      copies[index] = LIVE.has(field) ? undefined : copyOf(value, text);
    }
    const metrics = new MetricTexts(wire.metrics, before === undefined ? undefined : before.#metrics);
    return new StateText(texts, copies, metrics);
  }

  /** The document's JSON behind its opening brace and its version. */
  get body(): string {
    const fields = FIELDS.map((field, index) => `"${field}":${this.#texts[index]},`);
    return `${fields.join('')}"metrics":${this.#metrics.text}}`;
  }

  /** The whole document. */
  document(version: number): string {
    return `{"version":${version},${this.body}`;
  }

  /** Whether the fields are as they were before. */
  agreesIn(fields: readonly Field[], before: StateText): boolean {
    return fields.every((field) => this.#agreesAt(FIELDS.indexOf(field), before));
  }

  /** JSON Patch (RFC 6902) from `before` to this document, their versions left aside, as JSON text. */
  patchFrom(before: StateText): string {
    let operations = '';
    for (let index = 0; index < FIELDS.length; index += 1) {
      if (!this.#agreesAt(index, before)) operations = joined(operations, this.#operations(index, before));
    }
    return `[${joined(operations, this.#metrics.patchFrom(before.#metrics))}]`;
  }

  /** Whether the patches from both are the same, as they nearly always are: at most live parts have changed, as a whole. */
  hasSamePatchFrom(one: StateText, other: StateText): boolean {
    if (one === other) return true;
    const change = this.#metrics.changeFrom(one.#metrics);
    if (change === 'some' || change !== this.#metrics.changeFrom(other.#metrics)) return false;
    for (let index = 0; index < FIELDS.length; index += 1) {
      const agrees = this.#agreesAt(index, one);
      if (agrees !== this.#agreesAt(index, other) || (!agrees && DEEP.has(FIELDS[index] ?? ''))) return false;
    }
    return true;
  }

  #isFor(value: unknown, index: number): boolean {
    const copy = this.#copies[index];
    return copy !== undefined && isSameJson(value, copy);
  }

  #operations(index: number, before: StateText): string {
    const field = FIELDS[index] ?? '';
    const [from, to] = [before.#texts[index] ?? '', this.#texts[index] ?? ''];
    const deep = DEEP.has(field) ? deepOperations(field, from, to) : undefined;
    return deep?.join(',') ?? `{"op":"replace","path":"/${field}","value":${to}}`;
  }

  #agreesAt(index: number, before: StateText): boolean {
    return this.#texts[index] === before.#texts[index];
  }
}

/** Two lists of operations as one; either may be empty. */
function joined(one: string, other: string): string {
  return one === '' || other === '' ? one + other : `${one},${other}`;
}

function copyOf(value: unknown, text: string): unknown {
  return typeof value === 'object' ? JSON.parse(text) : value;
}

/** A place into which no patch leads, since it may be the prototype of all objects: then the whole goes. */
const FORBIDDEN = /\/constructor\/prototype(?:\/|$)|\/__proto__(?:\/|$)/;

function deepOperations(field: string, from: string, to: string): string[] | undefined {
  const operations = jsonPatch.compare(JSON.parse(from) as object, JSON.parse(to) as object);
  if (operations.some(({ path }) => FORBIDDEN.test(path))) return undefined;
  return operations.map(({ path, ...rest }) => JSON.stringify({ ...rest, path: `/${field}${path}` }));
}
