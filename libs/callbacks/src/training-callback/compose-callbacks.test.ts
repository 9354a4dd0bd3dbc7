import { describe, expect, it, jest } from '@jest/globals';
import { composeCallbacks } from './compose-callbacks.ts';
import { deferred, fakeSession, stepEvent } from '../../tests/fakes.ts';
import type { TrainingCallback } from './training-callback.ts';
import type { UpdateEvent } from './training-event.ts';

const step = stepEvent(1);
const update: UpdateEvent = { type: 'update', timesteps: 1, time: 0, updates: 1, statistics: {} };
const session = fakeSession();

describe('composeCallbacks', () => {
  it('has a hook only where a callback has it', () => {
    const hooks = composeCallbacks([{ onStep: () => {} }, { onUpdate: () => {} }]);

    expect(hooks.onStep).toBeDefined();
    expect(hooks.onUpdate).toBeDefined();
    expect(Object.keys(hooks)).toEqual(['name', 'mode', 'onStep', 'onUpdate', 'onTrainingEnd']);
  });

  it.each([
    'onTrainingStart',
    'onRolloutStart',
    'onStep',
    'onEpisodeEnd',
    'onSafePoint',
    'onRolloutEnd',
    'onUpdate',
    'onEvaluation',
    'onCheckpoint',
    'onCommand',
    'onTrainingEnd',
    'onError',
  ] as const)('calls %s', async (name) => {
    const hook = jest.fn<() => { stop: string }>().mockReturnValue({ stop: 'enough' });
    const hooks = composeCallbacks([{ [name]: hook }]);
    const call = hooks[name] as ((event: unknown, given: typeof session) => unknown) | undefined;

    expect(await call?.(step, session)).toEqual({ stop: 'enough' });
    expect(hook.mock.calls).toEqual([[step, session]]);
    expect(new Set(Object.keys(hooks))).toEqual(new Set(['name', 'mode', name, 'onTrainingEnd']));
  });

  it('waits for what its callbacks declare, under the names of all', () => {
    expect(composeCallbacks([{ name: 'a' }, {}])).toMatchObject({ name: 'a, callback 2', mode: 'await' });
  });

  it('of no callbacks has no hooks', () => {
    expect(Object.keys(composeCallbacks([]))).toEqual(['name', 'mode']);
  });

  it('calls in order, with the event and the session', () => {
    const calls: unknown[] = [];
    const hooks = composeCallbacks([
      { onStep: (event, given) => void calls.push('first', event, given) },
      {},
      { onStep: () => void calls.push('second') },
    ]);

    expect(hooks.onStep?.(step, session)).toBeUndefined();
    expect(calls).toEqual(['first', step, session, 'second']);
  });

  it('waits for an asynchronous hook before it calls the next', async () => {
    const calls: string[] = [];
    const slow = deferred();
    const hooks = composeCallbacks([
      { mode: 'await', onStep: () => slow.promise.then(() => void calls.push('slow')) },
      { onStep: () => void calls.push('next') },
    ]);

    const result = hooks.onStep?.(step, session);
    expect(result).toBeInstanceOf(Promise);
    expect(calls).toEqual([]);
    slow.resolve();
    await result;
    expect(calls).toEqual(['slow', 'next']);
  });

  it('keeps the methods of a class bound to their object', () => {
    class Counter implements TrainingCallback {
      steps = 0;
      onStep(): void {
        this.steps += 1;
      }
    }
    const counter = new Counter();

    void composeCallbacks([counter]).onStep?.(step, session);

    expect(counter.steps).toBe(1);
  });

  it('gives the first request to stop, and all callbacks still see the event', () => {
    const last = jest.fn<() => void>();
    const hooks = composeCallbacks([
      { onStep: () => {} },
      { onStep: () => ({ stop: 'enough' }) },
      { onStep: () => ({ stop: 'too late' }) },
      { onStep: last },
    ]);

    expect(hooks.onStep?.(step, session)).toEqual({ stop: 'enough' });
    expect(last).toHaveBeenCalledTimes(1);
  });

  it('takes no other value for a request to stop', async () => {
    const tell = (listener: (event: string) => void): TrainingCallback => ({
      mode: 'await',
      onStep: () => listener('step'),
      onUpdate: async () => listener('update'),
    });
    const heard: string[] = [];
    const hooks = composeCallbacks([tell((event) => heard.push(event)), { onStep: () => ({ stop: 'enough' }) }]);

    expect(hooks.onStep?.(step, session)).toEqual({ stop: 'enough' });
    expect(await hooks.onUpdate?.(update, session)).toBeUndefined();
    const odd: unknown[] = [null, {}, 'stop'];
    for (const value of odd) {
      expect(composeCallbacks([{ onStep: () => value as undefined }]).onStep?.(step, session)).toBeUndefined();
    }
    expect(heard).toEqual(['step', 'update']);
  });

  it('gives the first request to stop across asynchronous hooks', async () => {
    const hooks = composeCallbacks([
      { mode: 'await', onUpdate: () => Promise.resolve() },
      { mode: 'await', onUpdate: () => Promise.resolve({ stop: 'slow' }) },
      { onUpdate: () => ({ stop: 'quick' }) },
    ]);

    await expect(hooks.onUpdate?.(update, session)).resolves.toEqual({ stop: 'slow' });
    const early = composeCallbacks([{ onUpdate: () => ({ stop: 'early' }) }, hooks]);
    await expect(early.onUpdate?.(update, session)).resolves.toEqual({ stop: 'early' });
    const late = composeCallbacks([
      { mode: 'await', onUpdate: () => Promise.resolve() },
      { onUpdate: () => ({ stop: 'late' }) },
    ]);
    await expect(late.onUpdate?.(update, session)).resolves.toEqual({ stop: 'late' });
  });

  it('names callback and hook when a hook throws, and keeps the cause', () => {
    const cause = new RangeError('no disk');
    const hooks = composeCallbacks([
      {
        name: 'saver',
        onStep: () => {
          throw cause;
        },
      },
    ]);

    const failure = caught(() => hooks.onStep?.(step, session));

    expect(failure).toMatchObject({
      code: 'callbacks/hook-failed',
      message: 'onStep of callback "saver" failed: no disk',
      cause,
    });
  });

  it('names callback and hook when a hook rejects, once through nested compositions', async () => {
    class Uploader implements TrainingCallback {
      readonly mode = 'await';

      onUpdate(): Promise<void> {
        return Promise.reject(new Error('gone'));
      }
    }
    const hooks = composeCallbacks([composeCallbacks([{}, new Uploader()])]);

    await expect(hooks.onUpdate?.(update, session)).rejects.toMatchObject({
      code: 'callbacks/hook-failed',
      message: 'onUpdate of callback "Uploader" failed: gone',
    });
  });

  it('names a plain object by its place', () => {
    const hooks = composeCallbacks([
      {},
      {
        onStep() {
          throw new Error('x');
        },
      },
    ]);

    expect(caught(() => hooks.onStep?.(step, session))).toHaveProperty(
      'message',
      expect.stringContaining('callback "callback 2"'),
    );
  });

  it('keeps what its callbacks keep, each by its name', () => {
    const counter = (name: string, count: number) => {
      const counted = { count };
      const callback: TrainingCallback = {
        name,
        snapshot: () => counted.count,
        restore: (snapshot) => void (counted.count = Number(snapshot)),
      };
      return { counted, callback };
    };
    const before = [counter('a', 1), counter('b', 2), counter('a', 3)];
    const after = [counter('b', 0), counter('a', 0), counter('a', 0)];
    const kept = composeCallbacks([{}, ...before.map(({ callback }) => callback)]).snapshot?.() ?? null;
    composeCallbacks(after.map(({ callback }) => callback)).restore?.(kept);

    expect(kept).toEqual({ a: 1, b: 2, 'a 2': 3 });
    expect(after.map(({ counted }) => counted.count)).toEqual([2, 1, 3]);
  });

  it('keeps nothing of those that cannot take it back, and leaves alone what is not kept', () => {
    const restore = jest.fn<() => void>();
    const whole: TrainingCallback = { name: 'whole', snapshot: () => undefined as unknown as null, restore };
    const hooks = composeCallbacks([{ name: 'a', snapshot: () => 1 }, { name: 'b', restore }, whole]);

    expect(hooks.snapshot?.()).toEqual({ whole: null });
    for (const kept of [null, [], { other: 1 }]) hooks.restore?.(kept);
    expect(restore).not.toHaveBeenCalled();
    hooks.restore?.({ b: 1, whole: 2 });
    expect(restore.mock.calls).toEqual([[2]]);
  });
});

function caught(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error('expected it to throw');
}
