import { describe, expect, it } from '@jest/globals';
import { makeEnv } from '../registry.ts';
import { describeEnv } from '../testing/index.ts';
import { CartPoleEnv } from './cart-pole.ts';

describeEnv('CartPole-v1', { createEnv: () => makeEnv('CartPole-v1') });
describeEnv('CartPole-v1 without a time limit', { createEnv: () => new CartPoleEnv(), endsWithin: 1000 });

describe('CartPole', () => {
  it.each([
    [2, 'Discrete(2), but got 2.'],
    [0.5, 'Discrete(2), but got 0.5.'],
    [-1, 'Discrete(2), but got -1.'],
  ])('says what it wanted instead of the action %d', (action, message) => {
    const env = new CartPoleEnv();
    env.reset({ seed: 0 });
    expect(() => env.step(action)).toThrow(message);
  });

  it('says what it wanted instead of an array', () => {
    const env = makeEnv('CartPole-v1');
    env.reset({ seed: 0 });
    expect(() => env.step(Float32Array.of(1))).toThrow(
      'CartPole-v1 expects an action of Discrete(2), but got Float32Array',
    );
  });

  it('says what is missing when it is stepped too early or too late', () => {
    const env = new CartPoleEnv();
    expect(() => env.step(0)).toThrow('CartPole-v1 was not reset yet: call reset() first.');
    env.reset({ seed: 0 });
    while (!env.step(0)[2]);
    expect(() => env.step(0)).toThrow('CartPole-v1 is at the end of an episode: call reset() first.');
  });

  it.each([{ low: 0.1, high: -0.1 }, { low: Number.NaN }, { high: '0.1' }, { low: -Infinity }, { low: 0.06 }])(
    'refuses the reset options %p',
    (options) => {
      expect(() => new CartPoleEnv().reset({ options })).toThrow(
        expect.objectContaining({ code: 'envs/invalid-reset-options' }),
      );
    },
  );

  it('starts differently each time without a seed', () => {
    const [first] = new CartPoleEnv().reset();
    const [second] = new CartPoleEnv().reset();
    expect(first).not.toEqual(second);
  });

  it('draws a pole that leans the way it falls', () => {
    const env = new CartPoleEnv();
    env.reset({ options: { low: 0.04, high: 0.05 } });
    const pole = env.render().shapes.find((shape) => shape.kind === 'polygon' && shape.fill === '#ca9865');
    const points = pole?.kind === 'polygon' ? pole.points : [];
    const tips = points.toSorted(([, a], [, b]) => b - a).slice(0, 2);
    const feet = points.toSorted(([, a], [, b]) => a - b).slice(0, 2);
    const middle = (of: typeof points): number => of.reduce((sum, [x]) => sum + x / 2, 0);
    expect(middle(tips) - middle(feet)).toBeCloseTo(Math.sin(0.045), 2);
    expect(tips[0][1]).toBeGreaterThan(0.9);
  });
});
