import type { TrainConfigInput } from '@cartwheel/experiment-state';

/** A run whose only checkpoints are the first, the last, and those that commands take. */
export const STEERED: TrainConfigInput = {
  env: 'CartPole-v1',
  algo: 'ppo',
  steps: 2560,
  seed: 3,
  preset: 'default',
  set: { nSteps: 128, batchSize: 32, netArch: [8] },
  evalEpisodes: 2,
  checkpointSeconds: 0,
};
