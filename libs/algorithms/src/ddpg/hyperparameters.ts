import { integer, real, type HyperparameterTable } from '../hyperparameters/hyperparameter.ts';
import { td3Hyperparameters, type Td3Hyperparameters } from '../td3/hyperparameters.ts';

/** Names, ranges and defaults: those of Stable-Baselines3's `DDPG`, which is its TD3 without what TD3 added. */
export const ddpgHyperparameters: HyperparameterTable<Td3Hyperparameters> = {
  ...td3Hyperparameters,
  nCritics: integer({ default: 1, min: 1 }),
  policyDelay: integer({ default: 1, min: 1, live: true }),
  targetPolicyNoise: real({ default: 0, min: 0, live: true }),
  targetNoiseClip: real({ default: 0, min: 0, live: true }),
};
