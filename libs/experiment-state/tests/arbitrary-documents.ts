import * as fc from 'fast-check';
import { createExperimentState } from '../src/create-experiment-state.ts';
import type { Command, CommandOutcome } from '../src/command.schema.ts';
import type { ExperimentState } from '../src/experiment-state.schema.ts';
import type { JsonValue } from '../src/json-value.schema.ts';
import type { MetricPoint } from '../src/metric.schema.ts';

const host = { hostname: 'h', pid: 1, platform: 'linux', runtime: 'node', engine: 'js/scalar' };
export const state = createExperimentState({ algorithm: 'ppo', env: 'CartPole-v1', seed: 0, totalTimesteps: 10, host });

/** NaN, ±Infinity and −0 among the ordinary doubles. */
const double = fc.double();
const key = fc.string().filter((name) => name !== '__proto__' && name !== '$float');

const step = fc.nat();
const few = { maxKeys: 4, noNullPrototype: true } as const;
const context = fc.dictionary(key, fc.string(), few);
const name = fc.string({ minLength: 1 });

const jsonValue: fc.Arbitrary<JsonValue> = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    double,
    fc.string(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(key, tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
})).value;

export const point: fc.Arbitrary<MetricPoint> = fc.record(
  { name, context, step, time: fc.nat(), value: double },
  { noNullPrototype: true },
);

export const states: fc.Arbitrary<ExperimentState> = fc
  .record({
    hyperparameters: fc.dictionary(key, jsonValue, few),
    metrics: fc.dictionary(key, point, few),
    stepsPerSecond: double,
    secondsLeft: fc.option(double),
    tags: fc.array(fc.string(), { maxLength: 4 }),
  })
  .map(({ hyperparameters, metrics, stepsPerSecond, secondsLeft, tags }) => ({
    ...state,
    hyperparameters,
    metrics,
    tags,
    progress: { ...state.progress, stepsPerSecond, secondsLeft },
  }));

const plain = { noNullPrototype: true } as const;
const actions: fc.Arbitrary<Command['action']> = fc.oneof(
  fc.record({ kind: fc.constantFrom('pause', 'resume', 'checkpoint', 'evaluate', 'stop') }, plain),
  fc.record({ kind: fc.constant('stop' as const), abort: fc.boolean() }, plain),
  fc.record({ kind: fc.constant('set' as const), name, value: jsonValue }, plain),
  fc.record({ kind: fc.constant('extend' as const), steps: fc.integer({ min: 1 }) }, plain),
);

export const commands: fc.Arbitrary<Command> = fc.record(
  { id: name, sender: name, action: actions, sentAt: fc.nat(), expiresAt: fc.nat() },
  plain,
);

export const outcomes: fc.Arbitrary<CommandOutcome> = fc.record(
  {
    commandId: name,
    status: fc.constantFrom('applied', 'rejected', 'expired'),
    detail: fc.string(),
    step,
    settledAt: fc.nat(),
  },
  plain,
);
