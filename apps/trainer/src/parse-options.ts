import { InvalidArgumentError } from 'commander';

/** A whole number of at least `least`; for commander, which prefixes the option's name. */
export function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!Number.isSafeInteger(value) || value < least || text.trim() === '') {
      throw new InvalidArgumentError(`Expected a whole number of at least ${least}.`);
    }
    return value;
  };
}

/** Collects `name=value` pairs; the value is read as JSON where it is JSON, and as text otherwise. */
export function assignment(text: string, previous: Record<string, unknown> = {}): Record<string, unknown> {
  const equals = text.indexOf('=');
  if (equals < 1) throw new InvalidArgumentError('Expected name=value.');
  return { ...previous, [text.slice(0, equals).trim()]: readValue(text.slice(equals + 1).trim()) };
}

function readValue(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}

export function collect(text: string, previous: readonly string[] = []): string[] {
  return [...previous, text];
}
