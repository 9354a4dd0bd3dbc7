import { inspect, isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';

/** How many inputs each fuzz test tries: `CARTWHEEL_FUZZ_RECORDS=100000` for ten times as many. */
export const FUZZ_INPUTS = Number(process.env['CARTWHEEL_FUZZ_RECORDS'] ?? 10_000);

/** Enough for 10^5 inputs on a busy machine. */
export const FUZZ_TIMEOUT_MS = 600_000;

/** What computes longer for one small input has gone astray. Of the processor: a busy machine says nothing of the code. */
const LONGEST_INPUT_MS = 5_000;

const SAMPLES = 100;

/**
 * Tries `property` on as many inputs, or on a share of as many, each within seconds. It throws where it does not hold.
 */
export function fuzz<Input>(inputs: fc.Arbitrary<Input>, property: (input: Input) => void, share = 1): void {
  const timed = fc.property(inputs, (input) => {
    const startedAt = process.cpuUsage();
    property(input);
    requireSoon(startedAt);
  });
  fc.assert(timed, { numRuns: Math.ceil(FUZZ_INPUTS * share) });
}

/** The same where the property takes its time. */
export async function fuzzAsync<Input>(
  inputs: fc.Arbitrary<Input>,
  property: (input: Input) => Promise<void>,
  share = 1,
): Promise<void> {
  const timed = fc.asyncProperty(inputs, async (input) => {
    const startedAt = process.cpuUsage();
    await property(input);
    requireSoon(startedAt);
  });
  await fc.assert(timed, { numRuns: Math.ceil(FUZZ_INPUTS * share) });
}

function requireSoon(startedAt: NodeJS.CpuUsage): void {
  const { user, system } = process.cpuUsage(startedAt);
  const took = (user + system) / 1000;
  if (took > LONGEST_INPUT_MS) throw new Error(`Expected at most ${LONGEST_INPUT_MS} ms, it took ${took} ms.`);
}

/** Some of them, made once: much cheaper where only what is done to them matters. */
export function someOf<Value>(values: fc.Arbitrary<Value>): fc.Arbitrary<Value> {
  return fc.constantFrom(...fc.sample(values, SAMPLES));
}

/** As `toStrictEqual`, at a fraction of its time. */
export function expectEqual(received: unknown, expected: unknown): void {
  if (isDeepStrictEqual(received, expected)) return;
  throw new Error(`Expected ${inspect(expected, { depth: null })}, received ${inspect(received, { depth: null })}.`);
}

/** What came of reading an input: a value, or the code under which it was refused. */
export type Reading<Value> = { readonly value: Value } | { readonly code: string };

/** Throws what has no literal code of the form `library/reason`: a crash is no refusal. */
export function readingOf<Value>(read: () => Value): Reading<Value> {
  try {
    return { value: read() };
  } catch (error) {
    const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
    if (typeof code === 'string' && /^[a-z-]+\/[a-z-]+$/.test(code)) return { code };
    throw error;
  }
}

/** What is refused must have a code that is one of `codes`; what is read is given to `check`. */
export function expectReadOrRefused<Value>(read: () => Value, codes: RegExp, check: (value: Value) => void): void {
  const reading = readingOf(read);
  if ('value' in reading) check(reading.value);
  else if (!codes.test(reading.code)) throw new Error(`Expected a code of ${codes}, received ${reading.code}.`);
}

type Damage =
  | { kind: 'flip'; at: number; bit: number }
  | { kind: 'put'; at: number; byte: number }
  | { kind: 'cut'; at: number }
  | { kind: 'insert'; at: number; bytes: Uint8Array }
  | { kind: 'repeat'; at: number; count: number };

const at = fc.nat();
const damage: fc.Arbitrary<Damage> = fc.oneof(
  fc.record({ kind: fc.constant('flip' as const), at, bit: fc.nat(7) }),
  fc.record({ kind: fc.constant('put' as const), at, byte: fc.constantFrom(0, 1, 0x7f, 0x80, 0xc1, 0xfe, 0xff) }),
  fc.record({ kind: fc.constant('cut' as const), at }),
  fc.record({ kind: fc.constant('insert' as const), at, bytes: fc.uint8Array({ minLength: 1, maxLength: 8 }) }),
  fc.record({ kind: fc.constant('repeat' as const), at, count: fc.integer({ min: 1, max: 16 }) }),
);

/** Valid inputs with up to three faults: flipped bits, extreme bytes, cuts, bytes too many, pieces that come twice. */
export function damagedBytes(valid: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Uint8Array> {
  return fc
    .tuple(valid, fc.array(damage, { minLength: 1, maxLength: 3 }))
    .map(([bytes, faults]) => faults.reduce(applyTo, bytes));
}

/** The same of texts; what is no UTF-8 any more has replacement characters. */
export function damagedText(valid: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const bytes = valid.map((text) => new TextEncoder().encode(text));
  return damagedBytes(bytes).map((damaged) => new TextDecoder().decode(damaged));
}

function applyTo(bytes: Uint8Array, fault: Damage): Uint8Array {
  const place = fault.at % (bytes.length + 1);
  const [before, after] = [bytes.subarray(0, place), bytes.subarray(place)];
  switch (fault.kind) {
    case 'cut':
      return before;
    case 'insert':
      return joined(before, fault.bytes, after);
    case 'repeat':
      return joined(before, after.subarray(0, fault.count), after);
    case 'flip':
      return changed(bytes, place, (byte) => byte ^ (1 << fault.bit));
    case 'put':
      break;
  }
  return changed(bytes, place, () => fault.byte);
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let length = 0;
  for (const part of parts) {
    bytes.set(part, length);
    length += part.length;
  }
  return bytes;
}

function changed(bytes: Uint8Array, place: number, change: (byte: number) => number): Uint8Array {
  const copy = bytes.slice();
  if (place < copy.length) copy[place] = change(copy[place]);
  return copy;
}
