import { readFileSync } from 'node:fs';
import type { Action } from '../src/index.ts';

/** What make_fixtures.py writes for an environment: arrays are in base64, little-endian. */
export interface Fixture {
  initialStates: { first: string; second: string; observations: string };
  resetWithOptions: { seed: number; options: Record<string, number>; state: number[] };
  singleSteps: Steps & { seed: number; low: number[]; high: number[]; terminated: string };
  episodes: (Steps & { seed: number; length: number; terminated: boolean; truncated: boolean })[];
}

interface Steps {
  actions: string;
  observations: string;
  rewards: string | number;
}

export function readFixture(name: string): Fixture {
  return JSON.parse(readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), 'utf8')) as Fixture;
}

export function float32s(text: string): Float32Array {
  return new Float32Array(toBuffer(text));
}

export function float64s(text: string): Float64Array {
  return new Float64Array(toBuffer(text));
}

export function uint8s(text: string): Uint8Array {
  return new Uint8Array(toBuffer(text));
}

/** Elements of a Discrete, or of a Box of one number. */
export function toActions(text: string, kind: string): Action[] {
  return kind === 'discrete'
    ? [...new Int8Array(toBuffer(text))]
    : Array.from(float32s(text), (value) => Float32Array.of(value));
}

/** One for each of `count` steps, also where all are the same. */
export function toRewards(rewards: string | number, count: number): Float64Array {
  return typeof rewards === 'number' ? new Float64Array(count).fill(rewards) : float64s(rewards);
}

function toBuffer(text: string): ArrayBuffer {
  const bytes = Buffer.from(text, 'base64');
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
}
