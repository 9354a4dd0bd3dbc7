import { expect, it } from '@jest/globals';
import { decodeState, encodeState } from './codec/documents.ts';
import { createExperimentState } from './create-experiment-state.ts';

const host = { hostname: 'h', pid: 1, platform: 'linux', runtime: 'node', engine: 'js/scalar' };
const run = { algorithm: 'ppo', env: 'CartPole-v1', seed: 3, totalTimesteps: 100, host };

it('makes a valid first document', () => {
  const state = createExperimentState({ ...run, createdAt: 5 });
  expect(decodeState(encodeState(state))).toStrictEqual(state);
  expect(state).toMatchObject({ status: 'created', version: 0, writerEpoch: 0, experiment: 'default' });
  expect(state).toMatchObject({ createdAt: 5, updatedAt: 5, progress: { timesteps: 0, totalTimesteps: 100 } });
});

it('gives each run an id of its own, and keeps a given one', () => {
  expect(createExperimentState(run).runId).not.toBe(createExperimentState(run).runId);
  expect(createExperimentState({ ...run, runId: 'a'.repeat(24) }).runId).toBe('a'.repeat(24));
});
