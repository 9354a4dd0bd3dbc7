import { describe, expect, it } from '@jest/globals';
import { fakeEnv, fakeSession, stepEvent } from '../../tests/fakes.ts';
import { createEvaluationCallback } from './evaluation-callback.ts';

describe('createEvaluationCallback', () => {
  it('is waited for, under a name for messages', () => {
    const callback = createEvaluationCallback({ env: fakeEnv({ lengths: [1] }), everyTimesteps: 1, episodes: 1 });
    expect(callback).toMatchObject({ name: 'evaluation', mode: 'await' });
  });

  it('evaluates each time a multiple is crossed, and emits what came of it', async () => {
    const session = fakeSession({ predict: () => 1 });
    const env = fakeEnv({ lengths: [2, 4] });
    const callback = createEvaluationCallback({ env, everyTimesteps: 10, episodes: 2, seed: 3 });

    for (const timesteps of [4, 8, 12, 16, 20]) await callback.onStep?.(stepEvent(timesteps, timesteps * 10), session);

    const result = { returns: [2, 4], lengths: [2, 4], meanReturn: 3, stdReturn: 1, meanLength: 3 };
    expect(session.emitted).toEqual([
      { type: 'evaluation', timesteps: 12, time: 120, result, bestMeanReturn: 3 },
      { type: 'evaluation', timesteps: 20, time: 200, result, bestMeanReturn: 3 },
    ]);
    expect(env.resets).toEqual([3, undefined, 3, undefined]);
    expect(session.saved).toEqual([]);
  });

  it('costs no turn of the event loop where nothing is due', () => {
    const callback = createEvaluationCallback({ env: fakeEnv({ lengths: [1] }), everyTimesteps: 10, episodes: 1 });

    expect(callback.onStep?.(stepEvent(9), fakeSession())).toBeUndefined();
  });

  it('does not evaluate again what a resumed training has passed', async () => {
    const session = fakeSession();
    const callback = createEvaluationCallback({ env: fakeEnv({ lengths: [1] }), everyTimesteps: 10, episodes: 1 });

    await callback.onTrainingStart?.({ type: 'training-start', timesteps: 25, time: 0, totalTimesteps: 50 }, session);
    for (const timesteps of [26, 30]) await callback.onStep?.(stepEvent(timesteps), session);

    expect(session.emitted.map(({ timesteps }) => timesteps)).toEqual([30]);
  });

  it('keeps the best mean, and saves the model only where it is better', async () => {
    let action = 0;
    const session = fakeSession({ predict: () => action });
    const callback = createEvaluationCallback({
      env: fakeEnv({ lengths: [1] }),
      everyTimesteps: 1,
      episodes: 1,
      bestModelDir: 'best',
    });
    const saves: number[] = [];

    for (const [index, reward] of [-5, 2, 2, 1, 3, Number.NaN].entries()) {
      action = reward;
      await callback.onStep?.(stepEvent(index + 1), session);
      saves.push(session.saved.length);
    }

    expect(session.emitted.map((event) => event.type === 'evaluation' && event.bestMeanReturn)).toEqual([
      -5, 2, 2, 2, 3, 3,
    ]);
    expect(saves).toEqual([1, 2, 2, 2, 3, 3]);
  });

  it('knows the best mean of its snapshot', async () => {
    const make = () =>
      createEvaluationCallback({
        env: fakeEnv({ lengths: [1] }),
        everyTimesteps: 1,
        episodes: 1,
        bestModelDir: 'best',
      });
    const before = make();
    await before.onStep?.(stepEvent(1), fakeSession({ predict: () => 5 }));
    const resumed = make();
    resumed.restore?.(before.snapshot?.() ?? {});
    const session = fakeSession({ predict: () => 4 });
    await resumed.onStep?.(stepEvent(2), session);

    expect(session.emitted).toEqual([expect.objectContaining({ bestMeanReturn: 5 })]);
    expect(session.saved).toEqual([]);
  });

  it('asks for stochastic actions where told to', async () => {
    const asked: unknown[] = [];
    const session = fakeSession({
      predict: (_, options) => {
        asked.push(options?.deterministic);
        return 0;
      },
    });
    const callback = createEvaluationCallback({
      env: fakeEnv({ lengths: [1] }),
      everyTimesteps: 1,
      episodes: 1,
      deterministic: false,
    });

    await callback.onStep?.(stepEvent(1), session);

    expect(asked).toEqual([false]);
  });

  it('leaves nothing behind when training is to end', async () => {
    const controller = new AbortController();
    const session = fakeSession({ signal: controller.signal });
    const env = fakeEnv({ lengths: [10], onStep: () => controller.abort() });
    const callback = createEvaluationCallback({ env, everyTimesteps: 1, episodes: 1, bestModelDir: 'best' });

    await expect(callback.onStep?.(stepEvent(1), session)).resolves.toBeUndefined();
    expect(session.emitted).toEqual([]);
    expect(session.saved).toEqual([]);
  });

  it('fails with what the environment throws', async () => {
    const broken = fakeEnv({
      lengths: [1],
      onStep: () => {
        throw new Error('physics broke');
      },
    });
    const callback = createEvaluationCallback({ env: broken, everyTimesteps: 1, episodes: 1 });

    await expect(callback.onStep?.(stepEvent(1), fakeSession())).rejects.toThrow('physics broke');
  });

  it('fails with it also where training is to end', async () => {
    const controller = new AbortController();
    const env = fakeEnv({
      lengths: [1],
      onStep: () => {
        controller.abort();
        throw new Error('physics broke');
      },
    });
    const callback = createEvaluationCallback({ env, everyTimesteps: 1, episodes: 1 });

    await expect(callback.onStep?.(stepEvent(1), fakeSession({ signal: controller.signal }))).rejects.toThrow(
      'physics broke',
    );
  });

  it('refuses a frequency that is no number of steps', () => {
    expect(() =>
      createEvaluationCallback({ env: fakeEnv({ lengths: [1] }), everyTimesteps: 0.5, episodes: 1 }),
    ).toThrow(expect.objectContaining({ code: 'callbacks/invalid-frequency' }));
  });

  it('tells its children of a new best and of each evaluation, and passes on what stops', async () => {
    let action = 1;
    const told: string[] = [];
    const callback = createEvaluationCallback({
      env: fakeEnv({ lengths: [1] }),
      everyTimesteps: 1,
      episodes: 1,
      onNewBest: { onEvaluation: ({ timesteps }) => void told.push(`best ${timesteps}`) },
      afterEvaluation: {
        onEvaluation: ({ timesteps }) => {
          told.push(`after ${timesteps}`);
          return timesteps === 3 ? { stop: 'enough' } : undefined;
        },
      },
    });
    const session = fakeSession({ predict: () => action });
    const results = [];
    for (const [index, reward] of [1, 0, 2].entries()) {
      action = reward;
      results.push(await callback.onStep?.(stepEvent(index + 1), session));
    }

    expect(told).toEqual(['best 1', 'after 1', 'after 2', 'best 3', 'after 3']);
    expect(results).toEqual([undefined, undefined, { stop: 'enough' }]);
  });

  it('tells its children of the end of training, where they want to know', async () => {
    const told: string[] = [];
    const env = fakeEnv({ lengths: [1] });
    const listener = (name: string) => ({ onTrainingEnd: () => void told.push(name) });
    const end = { type: 'training-end', timesteps: 1, time: 0, outcome: 'completed' } as const;
    for (const children of [{ onNewBest: listener('best') }, { afterEvaluation: listener('after') }]) {
      const callback = createEvaluationCallback({ env, everyTimesteps: 1, episodes: 1, ...children });
      await callback.onTrainingEnd?.(end, fakeSession());
    }

    expect(told).toEqual(['best', 'after']);
  });
});
