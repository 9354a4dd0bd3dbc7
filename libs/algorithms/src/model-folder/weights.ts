import { sha256Of } from '#model-folder';
import { decodeSafetensors, type NamedTensor, type Trainable } from '@cartwheel/nn';
import { alteredModel } from './altered-model.ts';

/** The trained and free parameters of a model by name, in a fixed order. */
export type NamedTrainables = Readonly<Record<string, Trainable>>;

/** SHA-256 over the flat float32 parameters of all parts, in their order, hex. */
export function hashWeights(trained: NamedTrainables): string {
  return hashTensors(namedTensors(trained));
}

/** The same of copies. */
export function hashTensors(tensors: readonly NamedTensor[]): string {
  return sha256Of(tensors.map(({ data }) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength)));
}

/** Copies of all parameters, tensor by tensor: `actor.layers.0.weight` and so on. */
export function namedTensors(trained: NamedTrainables): NamedTensor[] {
  return Object.entries(trained).flatMap(([name, part]) => tensorsOf(name, part));
}

/** Writes saved weights into parts of the same form, and checks their hash. Throws `algorithms/altered-model`. */
export function restoreWeights(dir: string, trained: NamedTrainables, bytes: Uint8Array, expectedHash: string): void {
  const saved = new Map(decodeTensors(dir, bytes).map((tensor) => [tensor.name, tensor.data]));
  for (const [name, part] of Object.entries(trained)) {
    const parameters = new Float32Array(part.parameterCount);
    let offset = 0;
    for (const tensor of tensorsOf(name, part)) {
      const data = saved.get(tensor.name);
      if (data?.length !== tensor.data.length) throw alteredModel(dir, `weights lack the tensor ${tensor.name}`);
      parameters.set(data, offset);
      offset += data.length;
    }
    part.writeParameters(parameters);
  }
  if (hashWeights(trained) !== expectedHash) throw alteredModel(dir, 'the weights do not match their hash');
}

function tensorsOf(name: string, part: Trainable): NamedTensor[] {
  const parameters = part.readParameters();
  let offset = 0;
  return part.tensors.map((tensor) => {
    const size = tensor.shape.reduce((product, length) => product * length, 1);
    const data = parameters.subarray(offset, offset + size);
    offset += size;
    return { name: `${name}.${tensor.name}`, shape: tensor.shape, data };
  });
}

function decodeTensors(dir: string, bytes: Uint8Array): NamedTensor[] {
  try {
    return decodeSafetensors(bytes).tensors;
  } catch (cause) {
    throw alteredModel(dir, 'weights.safetensors is torn', cause);
  }
}
