import type { JsonValue } from '@cartwheel/experiment-state';

/** What was typed: JSON where it is JSON, and text otherwise. */
export function readValue(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch (error) {
    if (error instanceof SyntaxError) return text.trim();
    throw error;
  }
}
