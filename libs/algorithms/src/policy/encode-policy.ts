import { encodeSafetensors, type NamedTensor } from '@cartwheel/nn';
import type { TrainedPolicy } from './trained-policy.ts';

/** The key of the file's metadata whose value describes the policy, as JSON. */
export const POLICY_KEY = 'cartwheel.policy';

/** The version of that JSON; another is refused. */
export const POLICY_FORMAT = 1;

/**
 * A policy as a safetensors file: `layers.0.weight` `[in, out]`, `layers.0.bias` `[out]`, …, `log_std` for a Box (`[in of the last layer, out]` with gSDE), `observation.mean` and
 * `observation.deviation` where observations are scaled, and in
 * the metadata under `cartwheel.policy` what `loadPolicy` needs to know.
 */
export function encodePolicy({ layers, logStd, observationScale, ...description }: TrainedPolicy): Uint8Array {
  const tensors: NamedTensor[] = layers.flatMap(({ inputSize, outputSize, weights, biases }, l) => [
    { name: `layers.${l}.weight`, shape: [inputSize, outputSize], data: weights },
    { name: `layers.${l}.bias`, shape: [outputSize], data: biases },
  ]);
  if (logStd !== undefined) {
    const rows = description.stateDependent === true ? [layers[layers.length - 1].inputSize] : [];
    tensors.push({ name: 'log_std', shape: [...rows, logStd.length / (rows.at(0) ?? 1)], data: logStd });
  }
  if (observationScale !== undefined) {
    for (const name of ['mean', 'deviation'] as const) {
      const data = observationScale[name];
      tensors.push({ name: `observation.${name}`, shape: [data.length], data });
    }
  }
  const content = { format: POLICY_FORMAT, ...description, observationClip: observationScale?.clip };
  return encodeSafetensors(tensors, { [POLICY_KEY]: JSON.stringify(content) });
}
