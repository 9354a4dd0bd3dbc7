import { CartwheelError } from '@cartwheel/async-guard';
import type { Policy } from '@cartwheel/callbacks';
import type { Space } from '@cartwheel/envs';
import {
  createJsEngine,
  decodeSafetensors,
  type Activation,
  type Engine,
  type NamedTensor,
  type Network,
  type SafetensorsFile,
} from '@cartwheel/nn';
import { createGenerator, type Generator } from '@cartwheel/random';
import { createDistribution } from '../distributions/create-distribution.ts';
import type { Distribution } from '../distributions/distribution.ts';
import { maskLogits } from '../environment/action-masks.ts';
import { requireBoundedBox } from '../off-policy/continuous/action-scale.ts';
import { isSpaceDescription } from '../spaces/space-description.ts';
import { restoreSpaces } from '../spaces/spaces.ts';
import type { ActingPolicy } from '../training/acting-policy.ts';
import { NormalizedPolicy, type ObservationNormalizer } from '../training/normalized-policy.ts';
import { Predictor } from '../training/predictor.ts';
import { POLICY_FORMAT, POLICY_KEY } from './encode-policy.ts';
import { createSquashedPolicy } from './squashed-inference.ts';
import type { TrainedPolicy } from './trained-policy.ts';

/** What `loadPolicy` takes besides the bytes. */
export interface LoadPolicyOptions {
  /** Of what is drawn without `deterministic`. Default 0. */
  seed?: number;
}

/**
 * A policy from the bytes that `exportPolicy('safetensors')` gave: for inference only, in Node.js and in browsers. It
 * acts as the learner did; one that learned Q values takes the best action also without `deterministic`.
 *
 * Throws `algorithms/not-a-policy`; its `predict` throws as a learner's.
 */
export function loadPolicy(bytes: Uint8Array, { seed = 0 }: LoadPolicyOptions = {}): Policy {
  const { tensors, metadata } = decode(bytes);
  const description = readDescription(metadata[POLICY_KEY]);
  const spaces = restoreSpaces(description);
  const actor = createActingPolicy(tensors, description, spaces.actionSpace);
  const scale = scaleOf(tensors, description);
  const scaled = scale === undefined ? actor : new NormalizedPolicy(actor, scale);
  const predictor = new Predictor(scaled, spaces, createGenerator(seed));
  return { predict: (observation, options) => predictor.predict(observation, options) };
}

function createActingPolicy(tensors: readonly NamedTensor[], description: Description, space: Space): ActingPolicy {
  const { activation, algorithm, output, meanBound } = description;
  if (!output.startsWith('squashed')) return new InferencePolicy(tensors, description, space);
  const layers = tensors.filter(({ name }) => name.startsWith('layers.'));
  const network = createPart(createJsEngine(), layers, activation);
  return createSquashedPolicy(network, requireBoundedBox(algorithm, space), {
    draws: output === 'squashed_gaussian',
    meanBound,
  });
}

class InferencePolicy implements ActingPolicy {
  readonly observationSize: number;
  readonly #forward: (observations: Float32Array, rows: number) => Float32Array;
  readonly #distribution: Distribution;
  readonly #draws: boolean;
  readonly #logProbabilities = new Float32Array(1);

  constructor(tensors: readonly NamedTensor[], description: Description, actionSpace: Space) {
    const { activation, algorithm, output, stateDependent } = description;
    const engine = createJsEngine();
    const layers = tensors.filter(({ name }) => name.startsWith('layers.'));
    const sizes = layers.filter(({ shape }) => shape.length === 2).map(({ shape }) => shape);
    const [featureSize] = sizes[sizes.length - 1];
    this.observationSize = sizes[0][0];
    const logStd = tensors.find(({ name }) => name === 'log_std');
    const fullStd = logStd?.data.length === featureSize * actionSpace.flatSize;
    this.#distribution = createDistribution(actionSpace, {
      algorithm,
      capacity: 1,
      engine,
      logStdInit: 0,
      stateDependent: stateDependent === true ? { featureSize, fullStd } : undefined,
    });
    const head = createPart(engine, layers.slice(-2), activation);
    const body = sizes.length === 1 ? undefined : createPart(engine, layers.slice(0, -2), activation, activation);
    this.#forward = (observations, rows) => {
      const features = body?.forward(observations, rows) ?? observations;
      this.#distribution.exploration?.setFeatures(features);
      return head.forward(features, rows);
    };
    this.#draws = output !== 'q_values';
    if (logStd !== undefined) this.#distribution.trained['distribution'].writeParameters(logStd.data);
  }

  createActions(rows: number): Int32Array | Float32Array {
    return this.#distribution.createActions(rows);
  }

  act(observations: Float32Array, actions: Int32Array | Float32Array, random?: Generator, masks?: Uint8Array): void {
    const parameters = this.#forward(observations, 1);
    if (masks !== undefined) maskLogits(parameters, masks);
    if (random === undefined || !this.#draws) this.#distribution.mode(parameters, 1, actions);
    else this.#distribution.sample(parameters, 1, random, actions, this.#logProbabilities);
    const bounded = this.#distribution.bound(actions);
    if (bounded !== actions) actions.set(bounded);
  }
}

/** A network with the weights of some layers. */
function createPart(
  engine: Engine,
  layers: readonly NamedTensor[],
  activation: Activation,
  outputActivation: Activation = 'identity',
): Network {
  const sizes = layers.filter(({ shape }) => shape.length === 2).map(({ shape }) => shape);
  const hiddenSizes = sizes.slice(0, -1).map(([, size]) => size);
  const form = { inputSize: sizes[0][0], hiddenSizes, outputSize: sizes[sizes.length - 1][1] };
  // The weights are overwritten: `uniform` is the cheaper start.
  const initialization = 'uniform';
  const network = engine.createMlp({ ...form, activation, outputActivation, initialization }, createGenerator(0));
  network.writeParameters(joined(layers));
  return network;
}

/** How observations are scaled, if they are. */
function scaleOf(
  tensors: readonly NamedTensor[],
  { observationClip: clip = Infinity }: Description,
): ObservationNormalizer | undefined {
  const find = (name: string): Float32Array | undefined => tensors.find((tensor) => tensor.name === name)?.data;
  const mean = find('observation.mean');
  const deviation = find('observation.deviation');
  if (mean === undefined || deviation === undefined) return undefined;
  return {
    normalize(rows, target) {
      for (let i = 0; i < rows.length; i++) {
        const at = i % mean.length;
        target[i] = Math.min(Math.max((rows[i] - mean[at]) / deviation[at], -clip), clip);
      }
    },
  };
}

type Description = Omit<TrainedPolicy, 'layers' | 'logStd' | 'observationScale'> & { observationClip?: number };

function joined(tensors: readonly NamedTensor[]): Float32Array {
  const parameters = new Float32Array(tensors.reduce((sum, { data }) => sum + data.length, 0));
  let offset = 0;
  for (const { data } of tensors) {
    parameters.set(data, offset);
    offset += data.length;
  }
  return parameters;
}

function decode(bytes: Uint8Array): SafetensorsFile {
  try {
    return decodeSafetensors(bytes);
  } catch (cause) {
    throw notAPolicy('they are no safetensors file', cause);
  }
}

function readDescription(text: string | undefined): Description {
  if (text === undefined) throw notAPolicy(`their metadata has no ${POLICY_KEY}`);
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null || !('format' in value)) throw notAPolicy('they say no format');
  if (value.format !== POLICY_FORMAT) {
    throw notAPolicy(`they have format ${String(value.format)}, and this version reads ${POLICY_FORMAT}`);
  }
  if (!isDescription(value)) throw notAPolicy(`their ${POLICY_KEY} lacks fields`);
  return value;
}

/** Only the form. */
function isDescription(value: object): value is Description {
  return (
    'activation' in value &&
    'output' in value &&
    'observationSpace' in value &&
    'actionSpace' in value &&
    isSpaceDescription(value.observationSpace) &&
    isSpaceDescription(value.actionSpace)
  );
}

function notAPolicy(what: string, cause?: unknown): CartwheelError {
  return new CartwheelError(
    'algorithms/not-a-policy',
    `loadPolicy() takes the bytes that exportPolicy('safetensors') or \`cartwheel export --safetensors\` wrote; ${what}.`,
    { cause },
  );
}
