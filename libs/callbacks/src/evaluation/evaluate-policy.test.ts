import { describe, expect, it, jest } from '@jest/globals';
import { fakeEnv, fakePolicy } from '../../tests/fakes.ts';
import { evaluatePolicy } from './evaluate-policy.ts';

const alwaysTwo = fakePolicy(() => 2);

describe('evaluatePolicy', () => {
  it('plays so many episodes and gives returns, lengths, means and the population standard deviation', async () => {
    const result = await evaluatePolicy(alwaysTwo, fakeEnv({ lengths: [1, 3] }), { episodes: 2 });

    expect(result).toEqual({ returns: [2, 6], lengths: [1, 3], meanReturn: 4, stdReturn: 2, meanLength: 2 });
  });

  it('ends an episode that is truncated', async () => {
    const result = await evaluatePolicy(alwaysTwo, fakeEnv({ lengths: [4], truncates: true }), { episodes: 1 });

    expect(result.lengths).toEqual([4]);
  });

  it('acts on what it observes', async () => {
    const env = fakeEnv({ lengths: [3] });
    await evaluatePolicy(
      fakePolicy((observation) => observation),
      env,
      { episodes: 2 },
    );

    expect(env.actions).toEqual([3, 2, 1, 3, 2, 1]);
  });

  it('seeds the first episode only', async () => {
    const env = fakeEnv({ lengths: [2] });
    await evaluatePolicy(alwaysTwo, env, { episodes: 3, seed: 7 });

    expect(env.resets).toEqual([7, undefined, undefined]);
  });

  it('leaves the generator alone without a seed', async () => {
    const env = fakeEnv({ lengths: [2] });
    const reset = jest.spyOn(env, 'reset');
    await evaluatePolicy(alwaysTwo, env, { episodes: 1 });

    // Not even a seed that is undefined.
    expect(reset.mock.calls).toStrictEqual([[{}]]);
  });

  it.each([
    [undefined, true],
    [true, true],
    [false, false],
  ])('asks the policy with deterministic %p as %p', async (deterministic, asked) => {
    const policy = fakePolicy(() => 0);
    await evaluatePolicy(policy, fakeEnv({ lengths: [1] }), { episodes: 1, deterministic });

    expect(policy.deterministic).toEqual([asked]);
  });

  it('keeps a NaN reward visible', async () => {
    const result = await evaluatePolicy(
      fakePolicy(() => Number.NaN),
      fakeEnv({ lengths: [1] }),
      { episodes: 1 },
    );

    expect(result.meanReturn).toBeNaN();
  });

  it('stops when the signal aborts, with its reason', async () => {
    const controller = new AbortController();
    const reason = new Error('Ctrl-C');
    let steps = 0;
    const env = fakeEnv({
      lengths: [10],
      onStep: () => {
        steps += 1;
        if (steps === 3) controller.abort(reason);
      },
    });

    await expect(evaluatePolicy(alwaysTwo, env, { episodes: 5, signal: controller.signal })).rejects.toBe(reason);
    expect(steps).toBe(3);
  });

  it('lets the event loop run where a pause is due', async () => {
    const paused = jest.fn(() => Promise.resolve());
    let steps = 0;
    await evaluatePolicy(alwaysTwo, fakeEnv({ lengths: [10] }), {
      episodes: 1,
      yieldToEventLoop: () => (++steps % 5 === 0 ? paused() : undefined),
    });

    expect(steps).toBe(10);
    expect(paused).toHaveBeenCalledTimes(2);
  });

  it('costs no turn of the event loop where no pause is due', async () => {
    const env = fakeEnv({ lengths: [10] });
    const result = evaluatePolicy(alwaysTwo, env, { episodes: 1, yieldToEventLoop: () => undefined });

    expect(env.actions).toHaveLength(10);
    await result;
  });

  it('lets a timer fire during a long evaluation', async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Error('timer fired')), 1);
    const endless = fakeEnv({ lengths: [Number.POSITIVE_INFINITY] });

    await expect(evaluatePolicy(alwaysTwo, endless, { episodes: 1, signal: controller.signal })).rejects.toThrow(
      'timer fired',
    );
  });

  it.each([0, -1, 1.5, Number.NaN])('refuses %p episodes', async (episodes) => {
    const env = fakeEnv({ lengths: [1] });

    await expect(evaluatePolicy(alwaysTwo, env, { episodes })).rejects.toMatchObject({
      code: 'callbacks/invalid-episodes',
      message: expect.stringContaining(`a positive integer; got ${episodes}.`),
    });
    expect(env.resets).toEqual([]);
  });
});
