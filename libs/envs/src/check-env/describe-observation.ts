import { Box } from '../spaces/box.ts';
import type { Space } from '../spaces/space.ts';

/** Why `observation` does not belong to `space`. */
export function describeObservation(space: Space, observation: unknown): string {
  const expected = `an observation of ${String(space)}`;
  if (!(space instanceof Box)) return `expected ${expected}, but got ${short(observation)}`;
  if (!(observation instanceof Float32Array)) return `expected ${expected}, but got ${describeType(observation)}`;
  if (observation.length !== space.flatSize) {
    return `expected ${space.flatSize} numbers (shape [${space.shape.join(', ')}]), but got ${observation.length}`;
  }
  const index = observation.findIndex((value, i) => !(value >= space.low[i] && value <= space.high[i]));
  const bounds = `between ${space.low[index]} and ${space.high[index]}`;
  return `expected element ${index} to be ${bounds}, but it is ${observation[index]}`;
}

function describeType(value: unknown): string {
  if (typeof value !== 'object' || value === null) return short(value);
  return `${value.constructor?.name ?? 'object'} ${short(value)}`;
}

function short(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? typeof value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
