import { parse, printParseErrorCode, type ParseError } from 'jsonc-parser';
import { QualityError, type QualityErrorCode } from '../quality-error.ts';
import type { SourceTree } from './source-tree.ts';

/** A JSON object of unknown shape. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Reads a JSON file, comments and trailing commas allowed. Undefined where there is no file.
 *
 * @throws QualityError with `code` when the text is no JSON object.
 */
export function readJson(
  tree: SourceTree,
  path: string,
  code: QualityErrorCode = 'quality/unreadable-json',
): JsonObject | undefined {
  const text = tree.read(path);
  if (text === undefined) return undefined;
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { allowTrailingComma: true });
  const [first] = errors;
  if (first !== undefined) {
    const line = text.slice(0, first.offset).split('\n').length;
    throw new QualityError(
      code,
      `${path}:${line} is not valid JSON (${printParseErrorCode(first.error)}); correct the file.`,
    );
  }
  if (!isObject(value)) throw new QualityError(code, `${path} must hold a JSON object; correct the file.`);
  return value;
}

/** All strings in a JSON value, keys included where `withKeys` is set. */
export function* stringsIn(value: unknown, withKeys = false): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (Array.isArray(value)) for (const item of value) yield* stringsIn(item, withKeys);
  else if (isObject(value)) {
    for (const [key, item] of Object.entries(value)) {
      if (withKeys) yield key;
      yield* stringsIn(item, withKeys);
    }
  }
}
