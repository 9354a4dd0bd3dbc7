import type * as z from 'zod';
import { ExperimentStateError } from './experiment-state-error.ts';
import { formatIssues, validationIssues } from './validation-issue.ts';

/** The two trips of a document: runtime value ↔ wire (what JSON can carry) ↔ text. Each direction validates. */
export interface DocumentCodec<Value, Wire> {
  /** Throws `experiment-state/invalid`. */
  readonly encode: (value: Value) => string;
  /** Throws `experiment-state/invalid` and `experiment-state/newer-version`. */
  readonly decode: (text: string) => Value;
  /** Throws `experiment-state/invalid`. */
  readonly toWire: (value: Value) => Wire;
  /** Throws `experiment-state/invalid` and `experiment-state/newer-version`. */
  readonly fromWire: (wire: unknown) => Value;
}

/**
 * Makes the codec of a document.
 *
 * @param name What messages call it: `experiment state`.
 * @param upgrade Brings the wire form of older versions up to the schema's; the identity by default.
 */
export function documentCodec<Schema extends z.ZodType>(
  name: string,
  schema: Schema,
  upgrade: (wire: unknown) => unknown = (wire) => wire,
): DocumentCodec<z.output<Schema>, z.input<Schema>> {
  function toWire(value: z.output<Schema>): z.input<Schema> {
    const result = schema.safeEncode(value);
    if (result.success) return result.data;
    throw invalid(name, result.error, value);
  }

  function fromWire(wire: unknown): z.output<Schema> {
    const current = upgrade(wire);
    const result = schema.safeDecode(current as z.input<Schema>);
    if (result.success) return result.data;
    throw invalid(name, result.error, current);
  }

  return {
    encode: (value) => JSON.stringify(toWire(value)),
    decode: (text) => fromWire(parseJson(name, text)),
    toWire,
    fromWire,
  };
}

function parseJson(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const received = JSON.stringify(text.slice(0, 40));
    throw new ExperimentStateError('experiment-state/invalid', `${name}: expected JSON, received ${received}`, {
      issues: [{ path: '', expected: 'JSON', received }],
      cause,
    });
  }
}

function invalid(name: string, error: z.ZodError, input: unknown): ExperimentStateError {
  const issues = validationIssues(error.issues, input);
  return new ExperimentStateError('experiment-state/invalid', `Not a valid ${name}.\n${formatIssues(issues)}`, {
    issues,
    cause: error,
  });
}
