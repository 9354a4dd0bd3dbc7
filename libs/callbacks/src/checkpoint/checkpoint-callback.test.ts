import { describe, expect, it } from '@jest/globals';
import { evaluationEvent, fakeSession, stepEvent } from '../../tests/fakes.ts';
import { createCheckpointCallback } from './checkpoint-callback.ts';

const dirFor = (step: number) => `checkpoints/${step}`;

describe('createCheckpointCallback', () => {
  it('saves and then tells, each time a multiple is crossed', async () => {
    const session = fakeSession();
    const callback = createCheckpointCallback({ everyTimesteps: 10, dirFor });

    for (const timesteps of [8, 16, 24]) await callback.onStep?.(stepEvent(timesteps, timesteps * 2), session);

    expect(session.emitted).toEqual([
      {
        type: 'checkpoint',
        timesteps: 16,
        time: 32,
        path: 'checkpoints/16',
        weightsHash: 'hash of checkpoints/16',
      },
      {
        type: 'checkpoint',
        timesteps: 24,
        time: 48,
        path: 'checkpoints/24',
        weightsHash: 'hash of checkpoints/24',
      },
    ]);
    expect(session.saved).toEqual(['checkpoints/16', 'checkpoints/24']);
  });

  it('costs no turn of the event loop where nothing is due', () => {
    const callback = createCheckpointCallback({ everyTimesteps: 10, dirFor });

    expect(callback.onStep?.(stepEvent(9), fakeSession())).toBeUndefined();
  });

  it('does not save again what a resumed training has passed', async () => {
    const session = fakeSession();
    const callback = createCheckpointCallback({ everyTimesteps: 10, dirFor });

    await callback.onTrainingStart?.({ type: 'training-start', timesteps: 25, time: 0, totalTimesteps: 50 }, session);
    await callback.onStep?.(stepEvent(26), session);
    await callback.onStep?.(stepEvent(30), session);

    expect(session.saved).toEqual(['checkpoints/30']);
  });

  it('tells of no checkpoint that was not written', async () => {
    const session = fakeSession({ save: () => Promise.reject(new Error('no space left on device')) });
    const callback = createCheckpointCallback({ everyTimesteps: 1, dirFor });

    await expect(callback.onStep?.(stepEvent(1), session)).rejects.toThrow('no space left on device');
    expect(session.emitted).toEqual([]);
  });

  it('refuses a frequency of 0', () => {
    expect(() => createCheckpointCallback({ everyTimesteps: 0, dirFor })).toThrow(
      expect.objectContaining({ code: 'callbacks/invalid-frequency' }),
    );
  });

  it('keeps the last and the best, and removes the others', async () => {
    const removed: string[] = [];
    const keep = { last: 2, best: true, remove: async (dir: string) => void removed.push(dir) };
    const callback = createCheckpointCallback({ everyTimesteps: 10, dirFor, keep });
    const session = fakeSession();

    for (const [timesteps, meanReturn] of [
      [10, 1],
      [20, 5],
      [25, 5],
      [30, 4],
      [40, 4],
      [45, 6],
      [50, 0],
    ]) {
      await callback.onStep?.(stepEvent(timesteps), session);
      await callback.onEvaluation?.(evaluationEvent(meanReturn, timesteps), session);
    }

    expect(session.saved).toEqual([10, 20, 30, 40, 45, 50].map(dirFor));
    expect(removed).toEqual([10, 30, 20, 40].map(dirFor));
  });

  it('saves no best where none is to be kept', async () => {
    const remove = () => Promise.resolve();
    const session = fakeSession();
    for (const keep of [undefined, { last: 1, remove }, { last: 1, best: false, remove }]) {
      const callback = createCheckpointCallback({ everyTimesteps: 10, dirFor, ...(keep && { keep }) });
      expect(callback.onEvaluation?.(evaluationEvent(1, 5), session)).toBeUndefined();
    }

    expect(session.saved).toEqual([]);
  });

  it('is waited for, under a name for messages', () => {
    expect(createCheckpointCallback({ everyTimesteps: 1, dirFor })).toMatchObject({
      name: 'checkpoint',
      mode: 'await',
    });
  });

  it.each([0, -1, 1.5])('refuses to keep the last %p', (last) => {
    const keep = { last, remove: () => Promise.resolve() };
    expect(() => createCheckpointCallback({ everyTimesteps: 1, dirFor, keep })).toThrow(
      expect.objectContaining({
        code: 'callbacks/invalid-retention',
        message: expect.stringContaining(`a positive integer, got ${last}`),
      }),
    );
  });
});
