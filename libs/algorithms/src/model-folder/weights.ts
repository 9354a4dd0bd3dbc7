import { decodeSafetensors, encodeSafetensors, type NamedTensor, type Network } from '@cartwheel/nn';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { alteredModel } from './altered-model.ts';

/** The networks of a model by name, in a fixed order. */
export type NamedNetworks = Readonly<Record<string, Network>>;

/** SHA-256 over the flat float32 parameters of all networks, in their order, hex. */
export function hashWeights(networks: NamedNetworks): string {
  const hash = sha256.create();
  for (const network of Object.values(networks)) {
    const parameters = network.readParameters();
    hash.update(new Uint8Array(parameters.buffer, parameters.byteOffset, parameters.byteLength));
  }
  return bytesToHex(hash.digest());
}

/** Copies of all parameters, tensor by tensor: `actor.layers.0.weight` and so on. */
export function namedTensors(networks: NamedNetworks): NamedTensor[] {
  return Object.entries(networks).flatMap(([name, network]) => tensorsOf(name, network));
}

/** All weights as safetensors, named `actor.layers.0.weight` and so on. */
export function encodeWeights(networks: NamedNetworks): Uint8Array {
  return encodeSafetensors(namedTensors(networks));
}

/** Writes saved weights into networks of the same form, and checks their hash. Throws `algorithms/altered-model`. */
export function restoreWeights(dir: string, networks: NamedNetworks, bytes: Uint8Array, expectedHash: string): void {
  const saved = new Map(decodeTensors(dir, bytes).map((tensor) => [tensor.name, tensor.data]));
  for (const [name, network] of Object.entries(networks)) {
    const parameters = new Float32Array(network.parameterCount);
    let offset = 0;
    for (const tensor of tensorsOf(name, network)) {
      const data = saved.get(tensor.name);
      if (data?.length !== tensor.data.length) throw alteredModel(dir, `weights lack the tensor ${tensor.name}`);
      parameters.set(data, offset);
      offset += data.length;
    }
    network.writeParameters(parameters);
  }
  if (hashWeights(networks) !== expectedHash) throw alteredModel(dir, 'the weights do not match their hash');
}

function tensorsOf(name: string, network: Network): NamedTensor[] {
  const parameters = network.readParameters();
  let offset = 0;
  return network.tensors.map((tensor) => {
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
