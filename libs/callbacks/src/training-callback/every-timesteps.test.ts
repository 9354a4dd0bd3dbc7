import { describe, expect, it } from '@jest/globals';
import { everyTimesteps } from './every-timesteps.ts';

describe('everyTimesteps', () => {
  it('is due when a multiple is crossed, whatever the size of the vector', () => {
    expect(dueAt(everyTimesteps(10), 8, 48)).toEqual([16, 24, 32, 40]);
    expect(dueAt(everyTimesteps(10), 1, 30)).toEqual([10, 20, 30]);
  });

  it('is due once where one step crosses several multiples', () => {
    expect(dueAt(everyTimesteps(3), 16, 48)).toEqual([16, 32, 48]);
  });

  it('goes on from where training starts', () => {
    const frequency = everyTimesteps(10);
    frequency.startAt(25);

    expect(frequency.isDue(26)).toBe(false);
    expect(frequency.isDue(30)).toBe(true);
  });

  it.each([0, -5, 2.5, Number.NaN, Number.POSITIVE_INFINITY])('refuses %p', (frequency) => {
    expect(() => everyTimesteps(frequency)).toThrow(
      expect.objectContaining({
        code: 'callbacks/invalid-frequency',
        message: expect.stringContaining(`a positive integer; got ${frequency}.`),
      }),
    );
  });
});

function dueAt(frequency: ReturnType<typeof everyTimesteps>, numEnvs: number, until: number): number[] {
  const due: number[] = [];
  for (let timesteps = numEnvs; timesteps <= until; timesteps += numEnvs) {
    if (frequency.isDue(timesteps)) due.push(timesteps);
  }
  return due;
}
