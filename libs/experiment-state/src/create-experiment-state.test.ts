import { expect, it, jest } from '@jest/globals';
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

it('takes what is given, in copies, and leaves the rest empty', () => {
  const tags = ['a'];
  const hyperparameters = { lr: 0.5 };
  const state = createExperimentState({ ...run, experiment: 'e', tags, hyperparameters });
  expect(state).toMatchObject({ experiment: 'e', tags, hyperparameters, host });
  expect([state.tags === tags, state.hyperparameters === hyperparameters, state.host === host]).toEqual([
    false,
    false,
    false,
  ]);
  expect(createExperimentState(run)).toMatchObject({ tags: [], hyperparameters: {}, checkpoints: [], error: null });
});

it('is made now unless told otherwise, with an id of the form that documents ask for', () => {
  const before = Date.now();
  const { createdAt, runId } = createExperimentState(run);
  expect(createdAt).toBeGreaterThanOrEqual(before);
  expect(createdAt).toBeLessThanOrEqual(Date.now());
  expect(runId).toMatch(/^[0-9a-f]{24}$/);
});

it('writes small bytes of an id with a zero before them', () => {
  const bytes = jest.spyOn(crypto, 'getRandomValues').mockImplementation((array) => array);
  expect(createExperimentState(run).runId).toBe('0'.repeat(24));
  bytes.mockRestore();
});
