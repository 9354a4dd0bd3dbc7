/** A rollout of `steps` × `envs`, row-major by step. */
export interface AdvantageInput {
  steps: number;
  envs: number;
  rewards: Float32Array;
  /** V(s) as estimated while collecting. */
  values: Float32Array;
  /** 1 where the step before ended an episode, so that this one begins one. */
  episodeStarts: Uint8Array;
  /** V of the states after the last step, `[envs]`. */
  lastValues: Float32Array;
  /** 1 where the last step ended an episode, `[envs]`. */
  lastDones: Uint8Array;
  gamma: number;
  /** λ: 0 is one-step TD, 1 is Monte Carlo. */
  gaeLambda: number;
}

/**
 * Generalised advantage estimation (arXiv 1506.02438, eq. 16), backwards in time:
 * Aₜ = δₜ + γλ Aₜ₊₁ with δₜ = rₜ + γ V(sₜ₊₁) − V(sₜ), cut at the end of each episode. The return that the critic learns
 * is A + V.
 */
export function estimateAdvantages(input: AdvantageInput, advantages: Float32Array, returns: Float32Array): void {
  const { steps, envs, rewards, values, episodeStarts, lastValues, lastDones, gamma, gaeLambda } = input;
  for (let env = 0; env < envs; env++) {
    let advantage = 0;
    let nextValue = lastValues[env];
    let goesOn = 1 - lastDones[env];
    for (let at = (steps - 1) * envs + env; at >= 0; at -= envs) {
      const delta = rewards[at] + gamma * nextValue * goesOn - values[at];
      advantage = delta + gamma * gaeLambda * goesOn * advantage;
      advantages[at] = advantage;
      returns[at] = advantage + values[at];
      nextValue = values[at];
      goesOn = 1 - episodeStarts[at];
    }
  }
}
