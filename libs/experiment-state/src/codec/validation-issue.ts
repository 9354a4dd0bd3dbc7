import type * as z from 'zod';

/** One place where a value does not fit its schema. */
export interface ValidationIssue {
  /** `hyperparameters.learning_rate`, `tags[0]`; empty for the value as a whole. */
  path: string;
  expected: string;
  /** What came, shortened. */
  received: string;
}

type ZodIssue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

const LONGEST_VALUE = 60;
/** Our schemas' own messages begin so, and then say it better than the generic text. */
const OWN_MESSAGE = 'expected ';

/** Says for each of zod's issues about `input` what was expected where, and what came instead. */
export function validationIssues(issues: readonly ZodIssue[], input: unknown): ValidationIssue[] {
  return issues.flatMap((issue) => describe(issue, input, []));
}

/** `path: expected …, received …`, one line an issue. */
export function formatIssues(issues: readonly ValidationIssue[]): string {
  return issues
    .map(
      ({ path, expected, received }) => `${path === '' ? '(whole)' : path}: expected ${expected}, received ${received}`,
    )
    .join('\n');
}

function describe(issue: ZodIssue, input: unknown, parents: Path): ValidationIssue[] {
  const path = [...parents, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => at([...path, key], 'no such key', input));
  }
  const deeper = issue.code === 'invalid_union' && !isOwnMessage(issue) ? deepestBranch(issue.errors) : undefined;
  if (deeper !== undefined) return deeper.flatMap((inner) => describe(inner, input, path));
  return [at(path, expectation(issue), input)];
}

/** The branch of a union that got furthest into the value is the one that was meant. */
function deepestBranch(branches: readonly (readonly ZodIssue[])[]): readonly ZodIssue[] | undefined {
  return branches.find((issues) => issues.some((issue) => issue.path.length > 0));
}

function expectation(issue: ZodIssue): string {
  if (isOwnMessage(issue)) return issue.message.slice(OWN_MESSAGE.length);
  if (issue.code === 'invalid_type') return typeName(issue.expected);
  if (issue.code === 'invalid_value') return oneOf(issue.values.map(formatValue));
  if (issue.code === 'invalid_union') return unionExpectation(issue);
  if (issue.code === 'too_small') return bound(issue.origin, issue.inclusive === true ? '>=' : '>', issue.minimum);
  if (issue.code === 'too_big') return bound(issue.origin, issue.inclusive === true ? '<=' : '<', issue.maximum);
  return issue.message;
}

function unionExpectation(issue: z.core.$ZodIssueInvalidUnion): string {
  if ('options' in issue && issue.options !== undefined) return oneOf(issue.options.map(formatValue));
  return oneOf([...new Set(issue.errors.flatMap((errors) => errors.map(expectation)))]);
}

function isOwnMessage(issue: ZodIssue): boolean {
  return issue.message.startsWith(OWN_MESSAGE);
}

function bound(origin: string, sign: string, limit: number | bigint): string {
  if (origin === 'string')
    return sign === '>=' && limit === 1 ? 'a string that is not empty' : `a string of length ${sign} ${limit}`;
  return `${typeName(origin)} ${sign} ${limit}`;
}

function typeName(type: string): string {
  const names: Record<string, string> = {
    string: 'a string',
    number: 'a number',
    int: 'a whole number',
    boolean: 'true or false',
    array: 'a list',
    object: 'an object',
    record: 'an object',
  };
  return names[type] ?? type;
}

function oneOf(options: readonly string[]): string {
  return options.length < 2 ? options.join('') : `${options.slice(0, -1).join(', ')} or ${options.at(-1)}`;
}

function at(path: Path, expected: string, input: unknown): ValidationIssue {
  return { path: formatPath(path), expected, received: formatValue(valueAt(input, path)) };
}

function valueAt(input: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    input,
  );
}

function formatPath(path: Path): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    const name = String(key);
    if (!/^[\w-]+$/.test(name)) return `${text}[${JSON.stringify(name)}]`;
    return text === '' ? name : `${text}.${name}`;
  }, '');
}

function formatValue(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (typeof value === 'string') return shorten(JSON.stringify(value));
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') return shorten(`${value}`);
  if (typeof value === 'object') return Array.isArray(value) ? 'a list' : 'an object';
  return `a ${typeof value}`;
}

function shorten(text: string): string {
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}
