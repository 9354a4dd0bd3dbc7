import { expect, it } from '@jest/globals';
import { createExperimentState, type Host } from '@cartwheel/experiment-state';
import { runRecord } from '../testing/records.ts';
import { runRecordOf } from './run-record-of.ts';

it('a run begins with what its state says, its configuration, and no results', () => {
  const { config } = runRecord('aaa');
  const made = { runId: 'aaa', experiment: 'mine', algorithm: 'ppo', env: 'CartPole-v1', seed: 3, totalTimesteps: 500 };
  const host: Host = { hostname: 'h', pid: 1, platform: 'linux', runtime: 'node', engine: 'js/scalar' };
  const state = createExperimentState({ ...made, tags: ['t'], hyperparameters: { lr: 0.1 }, host, createdAt: 17 });
  const error = { code: 'x/y', message: 'why', causes: [] };
  const later = { ...state, error, status: 'failed' as const, updatedAt: 19 };
  const progress = { ...state.progress, timesteps: 64 };
  expect(runRecordOf({ ...later, progress }, config)).toEqual({
    ...made,
    tags: ['t'],
    config,
    hyperparameters: { lr: 0.1 },
    status: 'failed',
    timesteps: 64,
    createdAt: 17,
    updatedAt: 19,
    error,
    host,
    summary: {},
  });
});
