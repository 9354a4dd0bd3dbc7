/** The arrays of a `VectorStep`. */
export interface VectorArrays {
  readonly observations: Float32Array;
  readonly finalObservations: Float32Array;
  readonly rewards: Float64Array;
  readonly terminated: Uint8Array;
  readonly truncated: Uint8Array;
}

export function createVectorArrays(numEnvs: number, flatSize: number): VectorArrays {
  return {
    observations: new Float32Array(numEnvs * flatSize),
    finalObservations: new Float32Array(numEnvs * flatSize),
    rewards: new Float64Array(numEnvs),
    terminated: new Uint8Array(numEnvs),
    truncated: new Uint8Array(numEnvs),
  };
}
