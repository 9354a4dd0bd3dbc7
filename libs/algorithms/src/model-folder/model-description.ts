import { sha256Of } from '#model-folder';
import { CartwheelError } from '@cartwheel/async-guard';
import type { NormalizationStatistics } from '@cartwheel/envs';
import type { HyperparameterValue } from '../hyperparameters/hyperparameter.ts';
import { isSpaceDescription, type SpaceDescription } from '../spaces/space-description.ts';
import type { Progress } from '../training/training-run.ts';
import { alteredModel } from './altered-model.ts';

/** The version of `model.json`; another is refused. */
const FORMAT_VERSION = 1;

/** All that makes a model, its weights aside: the content of `model.json`. */
export interface ModelDescription {
  algorithm: string;
  envId: string;
  observationSpace: SpaceDescription;
  actionSpace: SpaceDescription;
  hyperparameters: Readonly<Record<string, HyperparameterValue>>;
  seed: number;
  progress: Progress;
  /** Numbers that its features hook makes of an observation, where it has one. */
  features?: number | undefined;
  /** Of the observations and returns that it learned from, where they are normalised. */
  normalization?: NormalizationStatistics | undefined;
  /** What computed the weights. */
  engine: { name: string; build: string };
  /** SHA-256 of the weights, hex. */
  weightsHash: string;
}

/** `model.json`, sealed with the hash of what it says. */
export function encodeDescription(description: ModelDescription): Uint8Array {
  const content = { formatVersion: FORMAT_VERSION, ...description };
  return new TextEncoder().encode(`${JSON.stringify({ ...content, seal: sealOf(content) }, undefined, 2)}\n`);
}

/** Throws `algorithms/altered-model` and `algorithms/unknown-model-format`. */
export function readDescription(dir: string, bytes: Uint8Array): ModelDescription {
  const { seal, ...content } = parseObject(dir, bytes);
  if (content.formatVersion !== FORMAT_VERSION) throw unknownFormat(dir, content.formatVersion);
  if (seal !== sealOf(content)) throw alteredModel(dir, 'model.json does not match its seal');
  if (!isDescription(content)) throw alteredModel(dir, 'model.json lacks fields');
  return content;
}

function parseObject(dir: string, bytes: Uint8Array): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (isObject(value)) return value;
  } catch (cause) {
    throw alteredModel(dir, 'model.json is no JSON', cause);
  }
  throw alteredModel(dir, 'model.json is no object');
}

/** JSON keeps the order of keys, so what was read has the text that was sealed. */
function sealOf(content: object): string {
  return sha256Of([new TextEncoder().encode(JSON.stringify(content))]);
}

/** Only the form: the seal says that it is what `save` wrote. */
function isDescription(content: object): content is ModelDescription {
  return (
    has(content, 'algorithm', isText) &&
    has(content, 'envId', isText) &&
    has(content, 'observationSpace', isSpaceDescription) &&
    has(content, 'actionSpace', isSpaceDescription) &&
    has(content, 'hyperparameters', isObject) &&
    has(content, 'seed', isNumber) &&
    has(content, 'progress', isObject) &&
    has(content, 'engine', isObject) &&
    has(content, 'weightsHash', isText)
  );
}

function has(content: object, key: string, isRight: (value: unknown) => boolean): boolean {
  return isRight(Reflect.get(content, key));
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}

function isNumber(value: unknown): boolean {
  return typeof value === 'number';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function unknownFormat(dir: string, version: unknown): CartwheelError {
  return new CartwheelError(
    'algorithms/unknown-model-format',
    `This version reads model folders of format ${FORMAT_VERSION}; ${dir} has ${JSON.stringify(version)}. ` +
      'Load it with the version of @cartwheel/algorithms that wrote it.',
  );
}
