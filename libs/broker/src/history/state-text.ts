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

/** How documents and patches name a metric, as JSON text. */
interface MetricPlace {
  readonly key: string;
  readonly path: string;
}

interface MetricText {
  readonly place: MetricPlace;
  readonly text: string;
}

/**
 * A valid document as JSON text, part by part: each part is written once, for the document and for the patch that leads to
 * it, and what changed is seen by comparing texts. Nobody who changes the document later can reach it.
 */
export class StateText {
  readonly #fields: readonly string[];
  readonly #metrics: ReadonlyMap<string, MetricText>;

  private constructor(fields: readonly string[], metrics: ReadonlyMap<string, MetricText>) {
    this.#fields = fields;
    this.#metrics = metrics;
  }

  /**
   * Throws `experiment-state/invalid`.
   *
   * @param before The same run's document before, which knows most of the metrics' places.
   */
  static of(state: ExperimentState, before?: StateText): StateText {
    const wire = isPlainState(state) ? state : stateCodec.toWire(state);
    const known = before === undefined ? undefined : before.#metrics;
    const metrics = new Map<string, MetricText>();
    for (const [key, metric] of Object.entries(wire.metrics)) {
      const place = known?.get(key)?.place ?? placeOf(key);
      metrics.set(key, { place, text: JSON.stringify(metric) });
    }
    return new StateText(
      FIELDS.map((field) => JSON.stringify(wire[field])),
      metrics,
    );
  }

  /** The document's JSON behind its opening brace and its version. */
  get body(): string {
    const fields = FIELDS.map((field, index) => `"${field}":${this.#fields[index]}`);
    const metrics = Array.from(this.#metrics.values(), ({ place, text }) => `${place.key}:${text}`);
    return `${fields.join(',')},"metrics":{${metrics.join(',')}}}`;
  }

  /** The whole document. */
  document(version: number): string {
    return `{"version":${version},${this.body}`;
  }

  /** JSON Patch (RFC 6902) from `before` to this document, their versions left aside, as JSON text. */
  patchFrom(before: StateText): string {
    const operations: string[] = [];
    for (const [index, field] of FIELDS.entries()) {
      const [from, to] = [before.#fields[index], this.#fields[index]];
      if (from === to) continue;
      if (DEEP.has(field)) operations.push(...deepOperations(field, from, to));
      else operations.push(`{"op":"replace","path":"/${field}","value":${to}}`);
    }
    for (const [key, { place }] of before.#metrics) {
      if (!this.#metrics.has(key)) operations.push(`{"op":"remove","path":${place.path}}`);
    }
    for (const [key, { place, text }] of this.#metrics) {
      const standing = before.#metrics.get(key);
      if (standing?.text === text) continue;
      operations.push(`{"op":"${standing === undefined ? 'add' : 'replace'}","path":${place.path},"value":${text}}`);
    }
    return `[${operations.join(',')}]`;
  }
}

function deepOperations(field: string, from: string, to: string): string[] {
  const operations = jsonPatch.compare(JSON.parse(from) as object, JSON.parse(to) as object);
  return operations.map((operation) => JSON.stringify({ ...operation, path: `/${field}${operation.path}` }));
}

function placeOf(key: string): MetricPlace {
  return {
    key: JSON.stringify(key),
    path: JSON.stringify(`/metrics/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`),
  };
}
