import type { Pcg64State } from './pcg64.ts';
import type { SeedSequenceState } from './seed-sequence.ts';

/** All that the next draws depend on, as JSON. */
export interface GeneratorState extends Pcg64State {
  readonly algorithm: 'PCG64';
  /** What `spawn` goes on from. */
  readonly seedSequence: SeedSequenceState;
}

/** Whether `value` has the form of what `Generator.state()` gives. */
export function isGeneratorState(value: unknown): value is GeneratorState {
  if (!isRecord(value) || value['algorithm'] !== 'PCG64') return false;
  const { state, increment, bufferedUint32, seedSequence } = value;
  const hasBits = isDecimal(state) && isDecimal(increment) && (bufferedUint32 === null || isWord(bufferedUint32));
  return hasBits && isRecord(seedSequence) && isSeedSequence(seedSequence);
}

function isSeedSequence({ entropy, spawnKey, childrenSpawned }: Record<string, unknown>): boolean {
  return isWords(entropy) && isWords(spawnKey) && isWord(childrenSpawned);
}

function isWords(value: unknown): boolean {
  return Array.isArray(value) && value.every(isWord);
}

function isWord(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) < 2 ** 32;
}

function isDecimal(value: unknown): boolean {
  return typeof value === 'string' && /^[0-9]+$/.test(value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
