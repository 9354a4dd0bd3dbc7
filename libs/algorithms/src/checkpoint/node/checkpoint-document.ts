import { CartwheelError } from '@cartwheel/async-guard';
import { sha256Of } from '../../model-folder/node.ts';
import type { StateValue } from '../learner-state.ts';
import type { PartEntry } from '../state-file.ts';
import { fromTaggedJson, toTaggedJson } from '../tagged-json.ts';
import type { Provenance } from './provenance.ts';
import type { JournaledRing } from './replay-journal.ts';

/** The version of `checkpoint.json`; another is refused. */
const FORMAT_VERSION = 2;

/** What `checkpoint.json` says. */
export interface CheckpointDocument {
  /** Environment steps done. */
  step: number;
  weightsHash: string;
  provenance: Provenance;
  parts: Readonly<Record<string, PartEntry>>;
  /** Names and lengths of the parts of the weights, in the order of `weights.safetensors`. */
  weights: readonly { name: string; length: number }[];
  /** SHA-256 of `state.bin`, hex. */
  stateHash: string;
  /** SHA-256 of `model.json`, hex. */
  modelHash: string;
  rings: Readonly<Record<string, JournaledRing>>;
  /** Of whoever wrote the checkpoint: a session's callbacks and metrics. */
  session: StateValue;
}

/** Sealed with the hash of what it says. */
export function encodeDocument(document: CheckpointDocument): Uint8Array {
  const content = toTaggedJson({ formatVersion: FORMAT_VERSION, ...document });
  return new TextEncoder().encode(`{"seal":"${sealOf(content)}","content":${content}}\n`);
}

/** Throws `algorithms/altered-checkpoint` and `algorithms/unknown-checkpoint-format`. */
export function decodeDocument(dir: string, bytes: Uint8Array): CheckpointDocument {
  const text = new TextDecoder().decode(bytes);
  const match = /^\{"seal":"(?<seal>[0-9a-f]{64})","content":(?<content>.*)\}\n$/s.exec(text);
  if (match?.groups === undefined || sealOf(match.groups['content']) !== match.groups['seal']) {
    throw alteredCheckpoint(dir, 'checkpoint.json does not match its seal');
  }
  const { formatVersion, ...document } = parse(dir, match.groups['content']);
  if (formatVersion === FORMAT_VERSION) return document;
  throw new CartwheelError(
    'algorithms/unknown-checkpoint-format',
    `This version reads checkpoints of format ${FORMAT_VERSION}; ${dir} has ${JSON.stringify(formatVersion)}. Resume with the version that wrote it.`,
  );
}

export function alteredCheckpoint(
  dir: string,
  what: string,
  cause?: unknown,
): CartwheelError<'algorithms/altered-checkpoint'> {
  return new CartwheelError(
    'algorithms/altered-checkpoint',
    `The checkpoint ${dir} is not as it was written: ${what}. Take the one before it.`,
    { cause },
  );
}

/** The seal says that it is what `encodeDocument` wrote. */
function parse(dir: string, content: string): CheckpointDocument & { formatVersion: unknown } {
  const document: unknown = fromTaggedJson(content);
  if (isDocument(document)) return document;
  throw alteredCheckpoint(dir, 'checkpoint.json lacks fields');
}

function isDocument(value: unknown): value is CheckpointDocument & { formatVersion: unknown } {
  const fields = 'formatVersion step weightsHash provenance parts weights stateHash modelHash rings session'.split(' ');
  return typeof value === 'object' && value !== null && fields.every((field) => field in value);
}

function sealOf(content: string): string {
  return sha256Of([new TextEncoder().encode(content)]);
}
