import { createErrorSink, createScope, type FailureReport } from '@cartwheel/async-guard';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { deferred, fakeSession, stepEvent, type Deferred } from '../../tests/fakes.ts';
import { composeCallbacks } from './compose-callbacks.ts';
import type { TrainingCallback } from './training-callback.ts';
import type { StepEvent, TrainingEndEvent } from './training-event.ts';

const reports: FailureReport[] = [];
const sink = createErrorSink((report) => void reports.push(report));
const scope = createScope({ name: 'test', sink });
const session = fakeSession();
const end: TrainingEndEvent = { type: 'training-end', timesteps: 9, time: 0, outcome: 'completed' };

beforeEach(() => void (reports.length = 0));
afterEach(() => {
  const { scopes } = scope.dump();
  if (scopes.length > 0) throw new Error(`${scopes.length} scopes were left`);
});

function compose(...callbacks: TrainingCallback[]): TrainingCallback {
  return composeCallbacks(callbacks, { scope, drainBudgetMs: 30 });
}

/** Notes the step that it is called with, and ends when told. */
function slowSteps() {
  const started: number[] = [];
  const gates: Deferred[] = [];
  const onStep = async ({ timesteps }: StepEvent): Promise<void> => {
    started.push(timesteps);
    const gate = deferred();
    gates.push(gate);
    await gate.promise;
  };
  return { started, onStep, finish: (index: number) => gates[index].resolve() };
}

const turn = () => new Promise<void>((resolve) => void setImmediate(resolve));

describe('a hook that gives a promise', () => {
  it('delays no step unless its callback says so', async () => {
    const { started, onStep, finish } = slowSteps();
    const hooks = compose({ onStep });

    expect(hooks.onStep?.(stepEvent(1), session)).toBeUndefined();
    expect(hooks.onStep?.(stepEvent(2), session)).toBeUndefined();
    expect(started).toEqual([1, 2]);
    finish(0);
    finish(1);
    await hooks.onTrainingEnd?.(end, session);
  });

  it.each(['background', 'latest', undefined] as const)(
    'in the mode %s ends nothing when it fails, and is reported once',
    async (mode) => {
      const onStep = () => Promise.reject(new Error('gone'));
      const hooks = compose({ name: 'uploader', ...(mode ? { mode } : {}), onStep });

      void hooks.onStep?.(stepEvent(1), session);
      await hooks.onTrainingEnd?.(end, session);

      expect(reports).toHaveLength(1);
      expect(reports[0]).toMatchObject({ code: 'failed', scopes: ['test', 'callbacks'], error: { message: 'gone' } });
      expect(reports[0].name).toContain('callback "uploader"');
    },
  );

  it('may stop training later', async () => {
    const stop = jest.fn<(reason: string) => void>();
    const hooks = compose({ mode: 'background', onStep: () => Promise.resolve({ stop: 'enough' }) });

    void hooks.onStep?.(stepEvent(1), fakeSession({ stop }));
    expect(stop).not.toHaveBeenCalled();
    await hooks.onTrainingEnd?.(end, session);

    expect(stop).toHaveBeenCalledWith('enough');
  });

  it('is cancelled and reported when it outlasts the end of training', async () => {
    const hang = deferred();
    const hooks = compose({ name: 'hanging', mode: 'background', onStep: () => hang.promise });
    void hooks.onStep?.(stepEvent(1), session);
    await hooks.onTrainingEnd?.(end, session);

    expect(reports.map(({ code }) => code)).toEqual(['left-running']);
    // It stays in sight until it ends.
    expect(scope.dump().scopes).toMatchObject([{ state: 'closed', tasks: [{ name: 'callback "hanging"' }] }]);
    hang.resolve();
    await turn();
  });
});

describe('the mode background', () => {
  it('calls the hooks of a callback one after another, with copies of the step', async () => {
    const { started, onStep, finish } = slowSteps();
    const event = stepEvent(1);
    const hooks = compose({ mode: 'background', onStep });

    void hooks.onStep?.(event, session);
    event.timesteps = 2;
    void hooks.onStep?.(event, session);
    event.timesteps = 3;
    expect(started).toEqual([1]);
    finish(0);
    await turn();
    expect(started).toEqual([1, 2]);
    finish(1);
    await hooks.onTrainingEnd?.(end, session);
  });

  it('copies the arrays of a step, and nothing else', async () => {
    const seen: unknown[] = [];
    const hooks = compose({
      mode: 'background',
      onStep: ({ rewards, terminated, truncated }) => void seen.push(rewards, terminated, truncated),
      onTrainingEnd: (event) => void seen.push(event),
    });
    const event = stepEvent(1);
    void hooks.onStep?.(event, session);
    for (const used of [event.rewards, event.terminated, event.truncated]) used[0] = 9;
    await hooks.onTrainingEnd?.(end, session);

    expect(seen).toEqual([new Float64Array(1), new Uint8Array(1), new Uint8Array(1), end]);
    expect(seen[3]).toBe(end);
  });
});

describe('the mode latest', () => {
  it('calls with the newest of the events that came meanwhile', async () => {
    const { started, onStep, finish } = slowSteps();
    const hooks = compose({ mode: 'latest', onStep });

    for (const timesteps of [1, 2, 3, 4]) void hooks.onStep?.(stepEvent(timesteps), session);
    finish(0);
    await turn();
    finish(1);
    await hooks.onTrainingEnd?.(end, session);

    expect(started).toEqual([1, 4]);
    expect(reports).toEqual([]);
  });
});
