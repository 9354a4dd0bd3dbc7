import { ExperimentStateError } from './codec/experiment-state-error.ts';
import { formatIssues, validationIssues, type ValidationIssue } from './codec/validation-issue.ts';
import { encodeFloat } from './float.schema.ts';
import { trainConfig, type TrainConfig } from './train-config.schema.ts';

/**
 * Checks what a user asked for (a parsed config file, flags, an argument) and fills in the defaults. Numbers in `set` may
 * be NaN and ±Infinity.
 *
 * Throws `experiment-state/invalid-config`; its `issues` name each path, what was expected there and what came.
 */
export function parseTrainConfig(input: unknown): TrainConfig {
  const result = trainConfig.safeParse(tagFloatsOfSet(input));
  if (result.success) return result.data;
  const issues = validationIssues(result.error.issues, input).map(nameKnownKeys);
  throw new ExperimentStateError('experiment-state/invalid-config', formatIssues(issues), {
    issues,
    cause: result.error,
  });
}

function nameKnownKeys(issue: ValidationIssue): ValidationIssue {
  if (issue.expected !== 'no such key') return issue;
  return { ...issue, expected: `one of ${Object.keys(trainConfig.shape).join(', ')}`, received: 'an unknown name' };
}

/** YAML and JavaScript know `.inf`; the schema reads the wire form, where it is tagged. */
function tagFloatsOfSet(input: unknown): unknown {
  if (typeof input !== 'object' || input === null || !('set' in input)) return input;
  return { ...input, set: tagFloats(input.set) };
}

function tagFloats(value: unknown): unknown {
  if (typeof value === 'number') return encodeFloat(value);
  if (Array.isArray(value)) return value.map(tagFloats);
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, tagFloats(entry)]));
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // The prototype of another realm's plain object is not this realm's, but has no prototype either.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
