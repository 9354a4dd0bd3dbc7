import { expect, it } from '@jest/globals';
import type { TrainingSession } from '@cartwheel/callbacks';
import { createTrainingWitness } from './training-witness.ts';

it('knows the age of the last step from being asked, and expects none before and after', () => {
  let time = 0;
  const session = { timesteps: 0 } as { timesteps: number } & TrainingSession;
  const witness = createTrainingWitness(() => time);
  expect([witness.state, witness.timesteps, witness.lastStepAt()]).toEqual(['starting', 0, undefined]);

  void witness.callback.onTrainingStart?.({ type: 'training-start', timesteps: 0, time, totalTimesteps: 9 }, session);
  expect(witness.lastStepAt()).toBe(0);
  time = 50;
  expect(witness.lastStepAt()).toBe(0);
  session.timesteps = 8;
  expect([witness.lastStepAt(), witness.timesteps]).toEqual([50, 8]);
  time = 90;
  expect(witness.lastStepAt()).toBe(50);

  void witness.callback.onTrainingEnd?.({ type: 'training-end', timesteps: 8, time, outcome: 'completed' }, session);
  expect([witness.state, witness.lastStepAt()]).toEqual(['ended', undefined]);
});
