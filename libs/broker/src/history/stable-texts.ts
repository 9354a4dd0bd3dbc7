import type { ExperimentState } from '@cartwheel/experiment-state';
import jsonPatch from 'fast-json-patch';
import { isSameJson } from './same-json.ts';

/** The fields of a document that stay over most updates, in order; the version, which the broker alone knows, is not among them. */
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
  'checkpoints',
  'host',
  'error',
  'createdAt',
] as const satisfies readonly Exclude<keyof ExperimentState, 'version' | 'metrics' | 'progress' | 'updatedAt'>[];

export type StableField = (typeof FIELDS)[number];

/** In wire form or, where JSON carries it as it is, in its own. */
type StableFields = Readonly<Record<StableField, unknown>>;

/** Lists and trees that change little at a time; of any other field the whole is as short as a patch. */
const DEEP: ReadonlySet<string> = new Set(['tags', 'hyperparameters', 'checkpoints']);

/** What stays of a run's document from one to the next, as JSON text with a copy to know it by. */
export class StableTexts {
  /** Whether JSON carries it as it is: then it need not be checked again. */
  readonly isPlain: boolean;
  readonly #texts: readonly string[];
  readonly #copies: readonly unknown[];

  private constructor(state: StableFields, isPlain: boolean) {
    this.isPlain = isPlain;
    this.#texts = FIELDS.map((field) => JSON.stringify(state[field]));
    this.#copies = this.#texts.map((text): unknown => JSON.parse(text));
  }

  /** @param before Those of an earlier document, which nearly always are the same. */
  static of(state: StableFields, isPlain: boolean, before: StableTexts | undefined): StableTexts {
    return before?.isOf(state) === true ? before : new StableTexts(state, isPlain);
  }

  isOf(state: StableFields): boolean {
    for (let index = 0; index < FIELDS.length; index += 1) {
      if (!isSameJson(state[FIELDS[index] ?? 'runId'], this.#copies[index])) return false;
    }
    return true;
  }

  /** Members of an object, in JSON. */
  get members(): string {
    return FIELDS.map((field, index) => `"${field}":${this.#texts[index]}`).join(',');
  }

  /** Whether the fields are as they were before. */
  agreesIn(fields: readonly StableField[], before: StableTexts): boolean {
    if (before === this) return true;
    return fields.every((field) => {
      const index = FIELDS.indexOf(field);
      return this.#texts[index] === before.#texts[index];
    });
  }

  /** The operations that lead here from `before`, each in JSON. */
  patchFrom(before: StableTexts): string[] {
    if (before === this) return [];
    return FIELDS.flatMap((field, index) => {
      const [from, to] = [before.#texts[index] ?? '', this.#texts[index] ?? ''];
      if (from === to) return [];
      const deep = DEEP.has(field) ? deepOperations(field, from, to) : undefined;
      return deep ?? [`{"op":"replace","path":"/${field}","value":${to}}`];
    });
  }
}

/** A place into which no patch leads, since it may be the prototype of all objects: then the whole goes. */
const FORBIDDEN = /\/constructor\/prototype(?:\/|$)|\/__proto__(?:\/|$)/;

function deepOperations(field: string, from: string, to: string): string[] | undefined {
  const operations = jsonPatch.compare(JSON.parse(from) as object, JSON.parse(to) as object);
  if (operations.some(({ path }) => FORBIDDEN.test(path))) return undefined;
  return operations.map(({ path, ...rest }) => JSON.stringify({ ...rest, path: `/${field}${path}` }));
}
