import { CartwheelError, describeError } from '@cartwheel/async-guard';
import type { PartState, Ring, Stateful } from './learner-state.ts';
import { wrongState } from './part-state.ts';

export function readParts(parts: Readonly<Record<string, Stateful>>): Record<string, PartState> {
  return Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, part.readState()]));
}

/** Throws `algorithms/wrong-state` where a part is missing or of another form; some may have been written then. */
export function writeParts(
  parts: Readonly<Record<string, Stateful>>,
  states: Readonly<Record<string, PartState>>,
): void {
  requireSameNames('parts', parts, states);
  for (const [name, part] of Object.entries(parts)) writePart(name, part, states[name]);
}

/** Copies the rows; a ring that already is what it is to become stays as it is. Throws `algorithms/wrong-state`. */
export function writeRings(rings: Readonly<Record<string, Ring>>, sources: Readonly<Record<string, Ring>>): void {
  requireSameNames('replay buffers', rings, sources);
  for (const [name, ring] of Object.entries(rings)) {
    const source = sources[name];
    if (source !== ring) copyRing(name, source, ring);
  }
}

function copyRing(name: string, source: Ring, target: Ring): void {
  requireSameNames(`columns of ${name}`, target.columns, source.columns);
  for (const [column, array] of Object.entries(target.columns)) {
    const given = source.columns[column];
    if (given.length !== array.length) {
      throw wrongState(`${name}.${column}`, `${array.length} numbers`, String(given.length));
    }
    array.set(given);
  }
  target.restoreAdded(source.added);
}

function writePart(name: string, part: Stateful, state: PartState): void {
  try {
    part.writeState(state);
  } catch (cause) {
    throw new CartwheelError(
      'algorithms/wrong-state',
      `The state of the learner's part '${name}' cannot be taken over. ${describeError(cause).message}`,
      { cause },
    );
  }
}

function requireSameNames(what: string, expected: object, received: object): void {
  const [wanted, given] = [expected, received].map((names) => Object.keys(names).toSorted().join(', '));
  if (wanted !== given) throw wrongState(what, `[${wanted}]`, `[${given}]`);
}
