import { isPlainState, stateCodec, type ExperimentState } from '@cartwheel/experiment-state';
import jsonPatch from 'fast-json-patch';

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

/** Lists and trees that change little at a time; of any other field the whole is as short as a patch. */
const DEEP: ReadonlySet<string> = new Set(['tags', 'hyperparameters', 'checkpoints']);

/** Where a part's JSON is in the body. */
type Span = readonly [from: number, to: number];

/**
 * A patch in pieces: JSON text, and between them spans of the new document's body. The document goes along with its patch,
 * and need not be sent twice.
 */
export type PatchPieces = readonly (string | Span)[];

/**
 * A valid document as JSON text of which each part's place is known: the parts are written once, for the document and for
 * the patch that leads to it, and what changed is seen by comparing texts. Nobody who changes the document later reaches it.
 */
export class StateText {
  /** The document's JSON behind its opening brace and its version. */
  readonly body: string;
  readonly #fields: readonly Span[];
  readonly #metrics: ReadonlyMap<string, Span>;
  readonly #allMetrics: Span;

  private constructor(body: string, fields: readonly Span[], metrics: ReadonlyMap<string, Span>, allMetrics: Span) {
    this.body = body;
    this.#fields = fields;
    this.#metrics = metrics;
    this.#allMetrics = allMetrics;
  }

  /** Throws `experiment-state/invalid`. */
  static of(state: ExperimentState): StateText {
    const wire = isPlainState(state) ? state : stateCodec.toWire(state);
    let body = '';
    const put = (name: string, value: unknown): Span => {
      body += name;
      const from = body.length;
      body += JSON.stringify(value);
      return [from, body.length];
    };
    const fields = FIELDS.map((field, index) => put(`${index === 0 ? '' : ','}"${field}":`, wire[field]));
    const metrics = new Map<string, Span>();
    body += ',"metrics":{';
    const from = body.length - 1;
    for (const [key, metric] of Object.entries(wire.metrics)) {
      metrics.set(key, put(`${metrics.size === 0 ? '' : ','}${JSON.stringify(key)}:`, metric));
    }
    body += '}}';
    return new StateText(body, fields, metrics, [from, body.length - 1]);
  }

  /** The whole document. */
  document(version: number): string {
    return `{"version":${version},${this.body}`;
  }

  /** JSON Patch (RFC 6902) from `before` to this document, their versions left aside, as JSON text. */
  patchFrom(before: StateText): string {
    const pieces = this.patchPieces(before);
    return pieces.map((piece) => (typeof piece === 'string' ? piece : this.#at(piece))).join('');
  }

  /** The same in pieces. */
  patchPieces(before: StateText): PatchPieces {
    const operations = [...this.#fieldOperations(before), ...this.#metricOperations(before)];
    return ['[', ...operations.flatMap((operation, index) => (index === 0 ? operation : [',', ...operation])), ']'];
  }

  #fieldOperations(before: StateText): PatchPieces[] {
    return FIELDS.flatMap((field, index): PatchPieces[] => {
      const span = this.#fields[index];
      const [from, to] = [before.#at(before.#fields[index]), this.#at(span)];
      if (from === to) return [];
      const whole = [operation('replace', `"/${field}"`, span)];
      return DEEP.has(field) ? (deepOperations(field, from, to) ?? whole) : whole;
    });
  }

  /** After most updates all metrics are new: then one operation is shorter than one for each. */
  #metricOperations(before: StateText): PatchPieces[] {
    if (before.#at(before.#allMetrics) === this.#at(this.#allMetrics)) return [];
    const operations: PatchPieces[] = [];
    for (const key of before.#metrics.keys()) {
      if (!this.#metrics.has(key)) operations.push([`{"op":"remove","path":${metricPath(key)}}`]);
    }
    for (const [key, span] of this.#metrics) {
      const standing = before.#metrics.get(key);
      if (standing === undefined) operations.push(operation('add', metricPath(key), span));
      else if (before.#at(standing) !== this.#at(span)) operations.push(operation('replace', metricPath(key), span));
      if (operations.length > this.#metrics.size / 2) return [operation('replace', '"/metrics"', this.#allMetrics)];
    }
    return operations;
  }

  #at([from, to]: Span): string {
    return this.body.slice(from, to);
  }
}

function operation(op: 'add' | 'replace', path: string, value: Span): PatchPieces {
  return [`{"op":"${op}","path":${path},"value":`, value, '}'];
}

/** A place into which no patch leads, since it may be the prototype of all objects: then the whole goes. */
const FORBIDDEN = /\/constructor\/prototype(?:\/|$)|\/__proto__(?:\/|$)/;

function deepOperations(field: string, from: string, to: string): PatchPieces[] | undefined {
  const operations = jsonPatch.compare(JSON.parse(from) as object, JSON.parse(to) as object);
  if (operations.some(({ path }) => FORBIDDEN.test(path))) return undefined;
  return operations.map(({ path, ...rest }) => [JSON.stringify({ ...rest, path: `/${field}${path}` })]);
}

/** A JSON pointer as JSON text. */
function metricPath(key: string): string {
  return JSON.stringify(`/metrics/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`);
}
