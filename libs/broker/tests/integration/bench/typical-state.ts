import { createExperimentState, type ExperimentState } from '@cartwheel/experiment-state';

const METRICS = [
  'rollout/ep_rew_mean',
  'rollout/ep_len_mean',
  'time/fps',
  'time/iterations',
  'time/total_timesteps',
  'train/loss',
  'train/policy_gradient_loss',
  'train/value_loss',
  'train/entropy_loss',
  'train/approx_kl',
  'train/clip_fraction',
  'train/explained_variance',
  'train/learning_rate',
  'train/n_updates',
];

const host = { hostname: 'trainer-1', pid: 1, platform: 'linux-x64', runtime: 'node v20', engine: 'wasm/simd' };

/** The document of a PPO run as `cartwheel train` publishes it: about 3 kB. */
export function typicalState(): ExperimentState {
  const hyperparameters = { learningRate: 3e-4, nSteps: 2048, batchSize: 64, nEpochs: 10, gamma: 0.99, clipRange: 0.2 };
  const run = { algorithm: 'ppo', env: 'CartPole-v1', seed: 0, totalTimesteps: 1_000_000, hyperparameters, host };
  return afterUpdate(createExperimentState(run), 1);
}

/** The same one update later: its progress and all of its metrics have changed. */
export function afterUpdate(state: ExperimentState, update: number): ExperimentState {
  const timesteps = update * 2048;
  const time = performance.timeOrigin + performance.now();
  const metrics = METRICS.map((name, index): [string, ExperimentState['metrics'][string]] => [
    name,
    { name, context: {}, value: Math.sin(update + index), step: timesteps, time },
  ]);
  const progress = {
    ...state.progress,
    timesteps,
    updates: update,
    episodes: update * 3,
    stepsPerSecond: 9000 + update,
  };
  return { ...state, status: 'running', progress, metrics: Object.fromEntries(metrics), updatedAt: time };
}
