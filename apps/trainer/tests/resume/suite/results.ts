import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';

/** A run that was never killed: what all others are compared with. */
export interface Whole {
  train: string;
  weightsHash: string;
  /** SHA-256 of all points that are not marked `clock`. */
  points: string;
  pointCount: number;
  ms: number;
}

/** A process that was killed, and the run that went on from what it left. */
export interface Kill {
  /** Milliseconds after its start. */
  afterMs: number;
  at: string;
  /** Weights and all points as of the run that was never killed. */
  isEqual: boolean;
}

/** What was measured, raw. */
export interface Results {
  /** Where the last of it was measured; with a `note` of what else there is to know. */
  machine: Record<string, string>;
  wholes: Record<string, Whole>;
  /** By algorithm. */
  kills: Record<string, Kill[]>;
  /** By `20 → 22`, then by algorithm: whether they came out equal. */
  nodes: Record<string, Record<string, boolean>>;
  /** By what was measured. */
  costs: Record<string, Record<string, number>>;
}

/** Where the results and their page lie. */
export const FOLDER = new URL('../../../../../docs/benchmarks/', import.meta.url);
const FILE = new URL('resume.json', FOLDER);

export function readResults(): Results {
  if (!existsSync(FILE)) return { machine: {}, wholes: {}, kills: {}, nodes: {}, costs: {} };
  return JSON.parse(readFileSync(FILE, 'utf8')) as Results;
}

/** Whole or not at all: the suite may be interrupted at any moment, and called again. */
export function writeResults(results: Results): void {
  results.machine = {
    ...results.machine,
    processor: `${cpus()[0].model}, ${availableParallelism()} cores`,
    node: process.versions.node,
  };
  const draft = new URL(`.resume.json.${process.pid}`, FOLDER);
  writeFileSync(draft, `${JSON.stringify(results, undefined, 2)}\n`);
  renameSync(draft, FILE);
}
