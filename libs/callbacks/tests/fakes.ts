import type { Action, Env, Observation } from '@cartwheel/envs';
import type {
  CheckpointEvent,
  CommandEvent,
  EvaluationEvent,
  Policy,
  StepEvent,
  TrainingSession,
} from '../src/index.ts';

export interface FakeSession extends TrainingSession {
  timesteps: number;
  readonly emitted: (CheckpointEvent | CommandEvent | EvaluationEvent)[];
  readonly saved: string[];
}

/** A session that records what callbacks do to it. */
export function fakeSession(overrides: Partial<TrainingSession> = {}): FakeSession {
  const emitted: (CheckpointEvent | CommandEvent | EvaluationEvent)[] = [];
  const saved: string[] = [];
  return {
    algorithm: 'ppo',
    envId: 'Countdown-v0',
    numEnvs: 1,
    seed: 0,
    timesteps: 0,
    totalTimesteps: 1000,
    episodes: 0,
    updates: 0,
    signal: new AbortController().signal,
    stop: () => {},
    predict: () => 0,
    emitted,
    saved,
    emit(event) {
      emitted.push(event);
      return Promise.resolve();
    },
    save(dir) {
      saved.push(dir);
      return Promise.resolve(`hash of ${dir}`);
    },
    ...overrides,
  };
}

export interface FakeEnv extends Env {
  readonly resets: (number | undefined)[];
  readonly actions: Action[];
}

/**
 * Episode i lasts `lengths[i]` steps, over and over; each step's reward is its action. Ends by truncation where
 * `truncates`.
 */
export function fakeEnv({
  lengths,
  truncates = false,
  onStep = () => {},
}: {
  lengths: readonly number[];
  truncates?: boolean;
  onStep?: () => void;
}): FakeEnv {
  const resets: (number | undefined)[] = [];
  const actions: Action[] = [];
  let left = 0;
  const space: Env['actionSpace'] = {
    kind: 'discrete',
    shape: [],
    flatSize: 1,
    sample: () => 0,
    contains: (value): value is Observation => typeof value === 'number',
    flattenInto: () => {},
  };
  return {
    id: 'Countdown-v0',
    observationSpace: space,
    actionSpace: space,
    resets,
    actions,
    reset(options) {
      left = lengths[resets.length % lengths.length];
      resets.push(options?.seed);
      return [left, {}];
    },
    step(action) {
      onStep();
      actions.push(action);
      left -= 1;
      return [left, Number(action), left === 0 && !truncates, left === 0 && truncates, {}];
    },
    snapshot: () => ({}),
    restore: () => {},
    render: () => ({ view: [0, 0, 1, 1], shapes: [] }),
    close: () => {},
  };
}

/** Acts by `act` and records how it was asked. */
export function fakePolicy(act: (observation: Observation) => Action): Policy & { deterministic: unknown[] } {
  const deterministic: unknown[] = [];
  return {
    deterministic,
    predict(observation, options) {
      deterministic.push(options?.deterministic);
      return act(observation);
    },
  };
}

export function stepEvent(timesteps: number, time = 0): StepEvent {
  return {
    type: 'step',
    timesteps,
    time,
    rewards: new Float64Array(1),
    terminated: new Uint8Array(1),
    truncated: new Uint8Array(1),
  };
}

export interface Deferred<T = void> {
  promise: Promise<T>;
  resolve(value: T): void;
  reject(reason: unknown): void;
}

export function deferred<T = void>(): Deferred<T> {
  let settle: Pick<Deferred<T>, 'resolve' | 'reject'> | undefined;
  const promise = new Promise<T>((resolve, reject) => {
    settle = { resolve, reject };
  });
  return { promise, ...settle! };
}

export function evaluationEvent(meanReturn: number, timesteps = 0): EvaluationEvent {
  const result = { returns: [meanReturn], lengths: [1], meanReturn, stdReturn: 0, meanLength: 1 };
  return { type: 'evaluation', timesteps, time: 0, result, bestMeanReturn: meanReturn };
}
