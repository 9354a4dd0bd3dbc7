/** What a metric means, for people and for charts. */
export interface MetricInfo {
  /** Empty for pure numbers. */
  unit: '' | 'reward' | 'env steps' | 'env steps/s' | 's' | 'episodes' | 'iterations' | 'updates' | 'nats' | 'bytes';
  /** Whether the value depends on wall time, and so differs between two equal runs. */
  clock: boolean;
  description: string;
}

/**
 * Every metric that Cartwheel records, in Stable-Baselines3's words
 * (https://stable-baselines3.readthedocs.io/en/master/common/logger.html).
 */
export const METRICS = {
  'rollout/ep_rew_mean': {
    unit: 'reward',
    clock: false,
    description: 'Mean undiscounted return of the last 100 training episodes.',
  },
  'rollout/ep_len_mean': {
    unit: 'env steps',
    clock: false,
    description: 'Mean length of the last 100 training episodes.',
  },
  'time/total_timesteps': {
    unit: 'env steps',
    clock: false,
    description: 'Environment steps so far, over all environments.',
  },
  'time/iterations': { unit: 'iterations', clock: false, description: 'Rollouts collected so far.' },
  'time/episodes': { unit: 'episodes', clock: false, description: 'Training episodes ended so far.' },
  'time/time_elapsed': { unit: 's', clock: true, description: 'Wall time since training started.' },
  'time/fps': {
    unit: 'env steps/s',
    clock: true,
    description: 'Environment steps per second since training started.',
  },
  'time/dispatch_wait': {
    unit: 's',
    clock: true,
    description: 'Time that training has waited so far because the queue of a metric sink was full.',
  },
  'time/event_loop_lag': {
    unit: 's',
    clock: true,
    description: 'The longest that the event loop kept timers waiting since the point before.',
  },
  'train/n_updates': {
    unit: 'updates',
    clock: false,
    description: 'Passes over the data so far: epochs of PPO, gradient steps elsewhere.',
  },
  'train/learning_rate': { unit: '', clock: false, description: 'Step size of the optimiser.' },
  'train/exploration_rate': {
    unit: '',
    clock: false,
    description: 'Probability with which DQN and QR-DQN take a random action.',
  },
  'train/loss': {
    unit: '',
    clock: false,
    description: 'What is minimised: policy, value and entropy terms together, in the last minibatch.',
  },
  'train/policy_gradient_loss': {
    unit: '',
    clock: false,
    description: "PPO's clipped surrogate objective, negated; mean over the update.",
  },
  'train/policy_loss': {
    unit: '',
    clock: false,
    description: "A2C's policy gradient objective: minus the mean of advantage times log-probability.",
  },
  'train/value_loss': {
    unit: '',
    clock: false,
    description: 'Mean squared error of the value function against the returns; mean over the update.',
  },
  'train/actor_loss': {
    unit: '',
    clock: false,
    description:
      'What the actor of SAC, TQC, TD3 and DDPG minimises: minus the value of its actions, and of its entropy.',
  },
  'train/critic_loss': {
    unit: '',
    clock: false,
    description: 'Loss of the critics of SAC, TQC, TD3 and DDPG against their targets.',
  },
  'train/ent_coef': { unit: '', clock: false, description: 'Worth of a nat of entropy in rewards, of SAC and TQC.' },
  'train/ent_coef_loss': {
    unit: '',
    clock: false,
    description: 'Loss of the learned entropy coefficient: its logarithm times the entropy above its target.',
  },
  'train/entropy_loss': {
    unit: 'nats',
    clock: false,
    description: "The policy's entropy, negated; mean over the update.",
  },
  'train/approx_kl': {
    unit: 'nats',
    clock: false,
    description:
      'Approximate KL divergence of the new policy from the old, mean((r − 1) − log r); mean over the last epoch.',
  },
  'train/clip_fraction': {
    unit: '',
    clock: false,
    description: 'Fraction of samples whose probability ratio left the clip range; mean over the update.',
  },
  'train/clip_range': { unit: '', clock: false, description: "PPO's clip range for the probability ratio." },
  'train/clip_range_vf': { unit: '', clock: false, description: "PPO's clip range for the value function, if any." },
  'train/explained_variance': {
    unit: '',
    clock: false,
    description: 'Fraction of the variance of the returns that the value function explains: 1 is perfect, ≤ 0 useless.',
  },
  'train/std': {
    unit: '',
    clock: false,
    description: "Mean standard deviation of a continuous policy's action distribution.",
  },
  'train/delta_std': { unit: '', clock: false, description: "Standard deviation of ARS's noise on the weights." },
  'train/return_std': {
    unit: 'reward',
    clock: false,
    description: 'Standard deviation of the returns of the directions that an update of ARS goes by.',
  },
  'train/step_size': {
    unit: '',
    clock: false,
    description: "ARS's learning rate, divided by the deviation and the number of those returns.",
  },
  'system/cpu': {
    unit: '',
    clock: true,
    description: 'CPU time of the process per wall time since the point before: 1 is one core.',
  },
  'system/memory': { unit: 'bytes', clock: true, description: 'Resident memory of the process.' },
  'eval/mean_reward': { unit: 'reward', clock: false, description: 'Mean undiscounted return of an evaluation.' },
  'eval/std_reward': {
    unit: 'reward',
    clock: false,
    description: "Standard deviation of the return over an evaluation's episodes (population).",
  },
  'eval/best_mean_reward': {
    unit: 'reward',
    clock: false,
    description: 'Best `eval/mean_reward` so far, this evaluation included.',
  },
  'eval/mean_ep_length': { unit: 'env steps', clock: false, description: 'Mean episode length of an evaluation.' },
} as const satisfies Readonly<Record<string, MetricInfo>>;

/** A metric that training itself records; docs/metrics.md tells each. */
export type MetricName = keyof typeof METRICS;
