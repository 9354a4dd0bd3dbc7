import type { EvaluationEvent, TrainingCallback } from '@cartwheel/callbacks';
import { describe, expect, it, jest } from '@jest/globals';
import type { Algorithm } from '../algorithm.ts';
import { conductTraining } from './conduct-training.ts';
import type { Progress, TrainingRun } from './training-run.ts';

function fakeLearner(): Algorithm {
  return {
    name: 'fake',
    envId: 'Fake-v0',
    numEnvs: 2,
    seed: 7,
    engine: { name: 'fake', build: 'fake 1' },
    hyperparameters: {},
    timesteps: 0,
    learn: () => Promise.reject(new Error('not used')),
    predict: () => 1,
    save: () => Promise.resolve('hash'),
    exportPolicy: () => new Uint8Array(0),
    readState: () => ({ parts: {}, rings: {} }),
    writeState: () => undefined,
    weightsHash: () => 'hash',
    dispose: () => undefined,
  };
}

const evaluation: EvaluationEvent = {
  type: 'evaluation',
  timesteps: 0,
  time: 0,
  result: { returns: [1], lengths: [1], meanReturn: 1, stdReturn: 0, meanLength: 1 },
  bestMeanReturn: 1,
};

function fail(message: string): () => never {
  return () => {
    throw new Error(message);
  };
}

/** Steps of two environments until the budget is used up or a hook stops it. */
async function train(run: TrainingRun, progress: Progress): Promise<void> {
  const bytes = new Uint8Array(2);
  const observations = new Float32Array(2);
  const step = { observations, rewards: new Float64Array(2), terminated: bytes, truncated: bytes };
  while (run.timesteps < run.totalTimesteps && !run.isStopping) {
    progress.timesteps += 2;
    const told = run.tellStep({ ...step, finalObservations: observations, infos: [], finalInfos: [] });
    if (told !== undefined) await told;
  }
}

function conduct(callbacks: TrainingCallback[], signal?: AbortSignal): ReturnType<typeof conductTraining> {
  const progress: Progress = { timesteps: 0, episodes: 0, updates: 0 };
  const options = { totalTimesteps: 10, callbacks, now: () => 42, ...(signal ? { signal } : {}) };
  return conductTraining(fakeLearner(), progress, options, (run) => train(run, progress));
}

describe('conductTraining', () => {
  it('tells the start, each step and the end, with the learner’s clock', async () => {
    const told: unknown[] = [];
    const record = (event: object): void => void told.push({ ...event });

    const result = await conduct([{ onTrainingStart: record, onTrainingEnd: record }]);

    expect(told).toEqual([
      { type: 'training-start', timesteps: 0, time: 42, totalTimesteps: 10 },
      { type: 'training-end', timesteps: 10, time: 42, outcome: 'completed' },
    ]);
    expect(result).toMatchObject({ outcome: 'completed', timesteps: 10, episodes: 0, updates: 0 });
  });

  it('uses one step event again and again', async () => {
    const events = new Set<object>();

    await conduct([{ onStep: (event) => void events.add(event) }]);

    expect(events.size).toBe(1);
  });

  it('stops when a hook asks for it, and says why', async () => {
    const onTrainingEnd = jest.fn<(...told: unknown[]) => void>();

    const result = await conduct([
      { onStep: ({ timesteps }) => (timesteps >= 4 ? { stop: 'enough' } : undefined), onTrainingEnd },
    ]);

    expect(result).toMatchObject({ outcome: 'stopped', reason: 'enough', timesteps: 4 });
    expect(onTrainingEnd).toHaveBeenCalledWith(
      expect.objectContaining({ outcome: 'stopped', reason: 'enough' }),
      expect.anything(),
    );
  });

  it('stops when a hook calls stop on the session, and the first reason counts', async () => {
    const result = await conduct([
      {
        onStep: (_event, session) => {
          session.stop('first');
          session.stop('second');
          expect(session.signal.aborted).toBe(true);
        },
      },
    ]);

    expect(result).toMatchObject({ outcome: 'stopped', reason: 'first', timesteps: 2 });
  });

  it('stops when the signal aborts, with its reason', async () => {
    const controller = new AbortController();

    const result = await conduct([{ onStep: () => controller.abort('Ctrl-C') }], controller.signal);

    expect(result).toMatchObject({ outcome: 'stopped', reason: 'Ctrl-C', timesteps: 2 });
  });

  it('does no step when the signal was aborted before', async () => {
    const result = await conduct([], AbortSignal.abort('too late'));

    expect(result).toMatchObject({ outcome: 'stopped', reason: 'too late', timesteps: 0 });
  });

  it('leaves no listener on the signal', async () => {
    const { signal } = new AbortController();
    const added = jest.spyOn(signal, 'addEventListener');
    const removed = jest.spyOn(signal, 'removeEventListener');

    await conduct([], signal);

    expect(removed.mock.calls.map(([, listener]) => listener)).toEqual(
      added.mock.calls.map(([, listener]) => listener),
    );
    expect(added).toHaveBeenCalledTimes(1);
  });

  it('waits for a hook that gives a promise', async () => {
    let under = 0;
    let most = 0;

    await conduct([
      {
        mode: 'await',
        async onStep() {
          most = Math.max(most, ++under);
          await Promise.resolve();
          under -= 1;
        },
      },
    ]);

    expect(most).toBe(1);
    expect(under).toBe(0);
  });

  it('tells of an error, then of the end, and rejects with it', async () => {
    const told: unknown[] = [];
    const failure = new Error('broken');
    const callback: TrainingCallback = {
      mode: 'await',
      onStep: () => Promise.reject(failure),
      onError: ({ error }) => void told.push(error),
      onTrainingEnd: ({ outcome }) => void told.push(outcome),
    };

    await expect(conduct([callback])).rejects.toMatchObject({ code: 'callbacks/hook-failed', cause: failure });

    expect(told).toEqual([expect.objectContaining({ cause: failure }), 'failed']);
  });

  it('hides neither error when a hook fails on being told of one', async () => {
    await expect(conduct([{ onStep: fail('first'), onError: fail('second') }])).rejects.toMatchObject({
      errors: [
        expect.objectContaining({ message: expect.stringContaining('first') }),
        expect.objectContaining({ message: expect.stringContaining('second') }),
      ],
    });
  });

  it('hands what a callback emits to all callbacks', async () => {
    const onEvaluation = jest.fn<(...told: unknown[]) => void>();

    await conduct([
      {
        mode: 'await',
        onStep: async ({ timesteps }, session) => (timesteps === 2 ? session.emit(evaluation) : undefined),
      },
      { onEvaluation },
    ]);

    expect(onEvaluation).toHaveBeenCalledTimes(1);
    expect(onEvaluation).toHaveBeenCalledWith(evaluation, expect.anything());
  });

  it('counts no time of a hook that evaluated or saved, and all time of the others', async () => {
    let nowMs = 0;
    jest.spyOn(performance, 'now').mockImplementation(() => nowMs);
    const evaluate: TrainingCallback = {
      mode: 'await',
      async onStep({ timesteps }, session) {
        if (timesteps !== 2) return;
        nowMs += 5000;
        await session.emit(evaluation);
      },
    };
    const save: TrainingCallback = {
      mode: 'await',
      async onStep({ timesteps }, session) {
        if (timesteps !== 4) return;
        nowMs += 700;
        await session.save('dir');
      },
    };
    const slow: TrainingCallback = { onStep: ({ timesteps }) => void (nowMs += timesteps === 6 ? 250 : 0) };

    const { seconds } = await conduct([evaluate, save, slow]);

    expect(seconds).toBeCloseTo(0.25);
  });

  it.each([0, -1, 1.5, Number.NaN])('refuses a budget of %d steps', async (totalTimesteps) => {
    const progress = { timesteps: 0, episodes: 0, updates: 0 };

    await expect(
      conductTraining(fakeLearner(), progress, { totalTimesteps }, () => Promise.resolve()),
    ).rejects.toMatchObject({ code: 'algorithms/invalid-total-timesteps' });
  });
});
