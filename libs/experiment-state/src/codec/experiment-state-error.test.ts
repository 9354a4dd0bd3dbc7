import { expect, it } from '@jest/globals';
import { ExperimentStateError } from './experiment-state-error.ts';

it('has its name, and no issues unless there are some', () => {
  const cause = new Error('why');
  const error = new ExperimentStateError('experiment-state/invalid', 'Not so.');
  expect([error.name, error.code, error.message, error.issues]).toEqual([
    'ExperimentStateError',
    'experiment-state/invalid',
    'Not so.',
    [],
  ]);
  const issues = [{ path: 'a', expected: 'b', received: 'c' }];
  expect(new ExperimentStateError('experiment-state/invalid', '', { issues, cause })).toMatchObject({ issues, cause });
});
