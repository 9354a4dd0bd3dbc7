/** What a program that takes `name` from `from`, and nothing else, may have in its bundle. */
export interface Budget {
  from: string;
  /** An export, or `*` for all of them. */
  name: string;
  platform: 'browser' | 'node';
  /** Minified and gzipped, what it depends on included; in kB of 1,000 bytes. */
  kB: number;
}

/**
 * Of each library all of its main entry, and one export alone: what is much smaller shows that a bundler leaves out what a program
 * does not use. A budget is some 5 % above what was measured when it was set.
 */
export const BUDGETS: readonly Budget[] = [
  { from: '@cartwheel/experiment-state', name: '*', platform: 'browser', kB: 35.5 },
  { from: '@cartwheel/experiment-state', name: 'createRunId', platform: 'browser', kB: 0.2 },
  { from: '@cartwheel/async-guard', name: '*', platform: 'browser', kB: 8 },
  { from: '@cartwheel/async-guard', name: 'createErrorSink', platform: 'browser', kB: 0.8 },
  { from: '@cartwheel/random', name: '*', platform: 'browser', kB: 5.6 },
  { from: '@cartwheel/random', name: 'RandomError', platform: 'browser', kB: 0.3 },
  { from: '@cartwheel/logging', name: '*', platform: 'node', kB: 58.5 },
  { from: '@cartwheel/logging', name: 'createTrace', platform: 'node', kB: 0.25 },
  { from: '@cartwheel/broker', name: '*', platform: 'node', kB: 52.5 },
  { from: '@cartwheel/broker', name: 'BrokerError', platform: 'node', kB: 0.2 },
  { from: '@cartwheel/broker/redis', name: '*', platform: 'node', kB: 124 },
  { from: '@cartwheel/tracking', name: '*', platform: 'node', kB: 100 },
  { from: '@cartwheel/tracking', name: 'openRunStore', platform: 'node', kB: 38.5 },
  { from: '@cartwheel/envs', name: '*', platform: 'browser', kB: 75 },
  { from: '@cartwheel/envs', name: 'Discrete', platform: 'browser', kB: 0.5 },
  { from: '@cartwheel/nn', name: '*', platform: 'browser', kB: 23.5 },
  { from: '@cartwheel/nn', name: 'createJsEngine', platform: 'browser', kB: 6.6 },
  { from: '@cartwheel/health', name: '*', platform: 'node', kB: 12.8 },
  { from: '@cartwheel/health', name: 'diskSpaceCheck', platform: 'node', kB: 0.35 },
  { from: '@cartwheel/callbacks', name: '*', platform: 'browser', kB: 15.3 },
  { from: '@cartwheel/callbacks', name: 'createStopOnReward', platform: 'browser', kB: 0.2 },
  { from: '@cartwheel/algorithms', name: '*', platform: 'browser', kB: 146 },
  { from: '@cartwheel/algorithms', name: 'PPO', platform: 'browser', kB: 130 },
  // A policy in a page.
  { from: '@cartwheel/algorithms/policy', name: '*', platform: 'browser', kB: 20 },
  { from: '@cartwheel/session', name: '*', platform: 'node', kB: 388 },
  { from: '@cartwheel/session', name: 'isWrongUse', platform: 'node', kB: 0.4 },
];
