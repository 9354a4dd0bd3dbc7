import { describe, expect, it } from '@jest/globals';
import { fakeSession, stepEvent } from '../../tests/fakes.ts';
import type { UpdateEvent } from '../training-callback/training-event.ts';
import { createNanWatch } from './nan-watch.ts';

const update = (statistics: Record<string, number>): UpdateEvent => ({
  type: 'update',
  timesteps: 64,
  time: 0,
  updates: 1,
  statistics,
});

function sessionWith(weight: number) {
  return fakeSession({
    parameters: () => [
      { name: 'actor.layers.0.weight', data: new Float32Array([1, 2]) },
      { name: 'actor.layers.1.bias', data: new Float32Array([0, weight]) },
    ],
  });
}

describe('createNanWatch', () => {
  it('lets what is finite pass', () => {
    expect(createNanWatch().onUpdate?.(update({ loss: 1 }), sessionWith(3))).toBeUndefined();
  });

  it('names the statistic and the layer that are not', () => {
    const result = createNanWatch().onUpdate?.(update({ loss: Number.NaN, approx_kl: 0 }), sessionWith(Infinity));
    expect(result).toEqual({
      stop: 'not finite at timestep 64: train/loss is NaN; parameter 1 of actor.layers.1.bias is Infinity',
    });
  });

  it('looks between updates too, where it is told to', () => {
    const watch = createNanWatch({ everyTimesteps: 10 });
    const session = sessionWith(Number.NaN);
    expect([9, 10].map((timesteps) => watch.onStep?.(stepEvent(timesteps), session))).toEqual([
      undefined,
      { stop: 'not finite at timestep 10: parameter 1 of actor.layers.1.bias is NaN' },
    ]);
  });

  it('does not look again at what a resumed training has passed', () => {
    const watch = createNanWatch({ everyTimesteps: 10 });
    const session = sessionWith(Number.NaN);
    void watch.onTrainingStart?.({ type: 'training-start', timesteps: 25, time: 0, totalTimesteps: 50 }, session);
    expect(watch.onStep?.(stepEvent(26), session)).toBeUndefined();
  });

  it('finds the first parameter of a layer too, and has a name for messages', () => {
    const watch = createNanWatch();
    const session = fakeSession({ parameters: () => [{ name: 'log_std', data: new Float32Array([Number.NaN]) }] });
    expect(watch.onUpdate?.(update({}), session)).toEqual({
      stop: 'not finite at timestep 64: parameter 0 of log_std is NaN',
    });
    expect(watch.name).toBe('NaN watch');
  });

  it('makes do without parameters', () => {
    expect(createNanWatch().onUpdate?.(update({ loss: -Infinity }), fakeSession())).toEqual({
      stop: 'not finite at timestep 64: train/loss is -Infinity',
    });
  });
});
