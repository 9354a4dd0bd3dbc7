import type { VectorArrays } from '../vector/vector-arrays.ts';

/** As `createVectorArrays`, in memory that threads share. */
export function createSharedArrays(numEnvs: number, flatSize: number): VectorArrays {
  return {
    observations: new Float32Array(new SharedArrayBuffer(numEnvs * flatSize * Float32Array.BYTES_PER_ELEMENT)),
    finalObservations: new Float32Array(new SharedArrayBuffer(numEnvs * flatSize * Float32Array.BYTES_PER_ELEMENT)),
    rewards: new Float64Array(new SharedArrayBuffer(numEnvs * Float64Array.BYTES_PER_ELEMENT)),
    terminated: new Uint8Array(new SharedArrayBuffer(numEnvs)),
    truncated: new Uint8Array(new SharedArrayBuffer(numEnvs)),
  };
}

/** The rows of the environments from `from` to `to`, in the same memory. */
export function sliceArrays(arrays: VectorArrays, from: number, to: number): VectorArrays {
  const flatSize = arrays.observations.length / arrays.rewards.length;
  return {
    observations: arrays.observations.subarray(from * flatSize, to * flatSize),
    finalObservations: arrays.finalObservations.subarray(from * flatSize, to * flatSize),
    rewards: arrays.rewards.subarray(from, to),
    terminated: arrays.terminated.subarray(from, to),
    truncated: arrays.truncated.subarray(from, to),
  };
}
