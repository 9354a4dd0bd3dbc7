import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { point, state, states } from '../../tests/arbitrary-documents.ts';
import { SCHEMA_VERSION } from '../experiment-state.schema.ts';
import type { RunEvent } from '../run-event.schema.ts';
import type { StatePatch } from '../state-patch.schema.ts';
import {
  commandCodec,
  commandOutcomeCodec,
  decodeState,
  encodeState,
  metricBatchCodec,
  runEventCodec,
  stateCodec,
  trainConfigCodec,
} from './documents.ts';
import { ExperimentStateError } from './experiment-state-error.ts';

function refusal(act: () => unknown): ExperimentStateError {
  try {
    act();
  } catch (error) {
    if (error instanceof ExperimentStateError) return error;
    throw error;
  }
  throw new Error('expected a refusal');
}

describe('the state codec', () => {
  it('brings every state back as it went in, NaN, infinities and -0 included', () => {
    fc.assert(fc.property(states, (before) => expect(decodeState(encodeState(before))).toStrictEqual(before)));
  });

  it('writes plain JSON with tags for what JSON cannot carry', () => {
    const wire = stateCodec.toWire({
      ...state,
      hyperparameters: { lr: 0.5, inf: Infinity, list: [-0] },
      progress: { ...state.progress, stepsPerSecond: Number.NaN },
    });
    expect(wire.hyperparameters).toStrictEqual({ lr: 0.5, inf: { $float: 'Infinity' }, list: [{ $float: '-0' }] });
    expect(wire.progress.stepsPerSecond).toStrictEqual({ $float: 'NaN' });
  });

  it('refuses a wrong document on the way out, naming path, expectation and value', () => {
    const wrong = { ...state, seed: 1.5, progress: { ...state.progress, stepsPerSecond: 'fast' } };
    const error = refusal(() => encodeState(wrong as never));
    expect(error.code).toBe('experiment-state/invalid');
    expect(error.issues).toStrictEqual([
      { path: 'seed', expected: 'a whole number', received: '1.5' },
      { path: 'progress.stepsPerSecond', expected: 'a number', received: '"fast"' },
    ]);
    expect(error.message).toContain('seed: expected a whole number, received 1.5');
  });

  it.each([
    ['not JSON', '{"schemaVersion"', '', 'JSON'],
    ['not an object', '3', '', 'an object'],
    ['an unknown key', JSON.stringify({ ...state, colour: 1 }), 'colour', 'no such key'],
    ['a missing key', JSON.stringify({ ...state, env: undefined }), 'env', 'a string'],
    ['a bad run id', JSON.stringify({ ...state, runId: 'x' }), 'runId', '24 lower-case hex digits'],
    ['an unknown status', JSON.stringify({ ...state, status: 'on' }), 'status', expect.stringContaining('"paused"')],
    ['an older version than the first', JSON.stringify({ ...state, schemaVersion: 0 }), 'schemaVersion', '2'],
    [
      'an unknown tag',
      JSON.stringify({ ...state, hyperparameters: { a: { $float: 'x' } } }),
      'hyperparameters.a',
      expect.any(String),
    ],
  ])('refuses %s on the way in', (_what, text, path, expected) => {
    const error = refusal(() => decodeState(text));
    expect(error.code).toBe('experiment-state/invalid');
    expect(error.issues).toContainEqual(expect.objectContaining({ path, expected }));
  });

  it('refuses a key $float in a value of its own', () => {
    const error = refusal(() => encodeState({ ...state, hyperparameters: { a: { $float: 'NaN' } } }));
    expect(error.issues[0]?.path).toBe('hyperparameters.a');
  });

  it('refuses a document newer than itself, whatever else it holds', () => {
    const error = refusal(() => decodeState('{"schemaVersion": 3, "entirely": "new"}'));
    expect(error.code).toBe('experiment-state/newer-version');
    expect(error.message).toContain('version 3');
  });

  it('never takes a damaged document for a good one', () => {
    const text = encodeState(state);
    fc.assert(
      fc.property(fc.nat({ max: text.length - 1 }), (length) => {
        expect(refusal(() => decodeState(text.slice(0, length))).code).toBe('experiment-state/invalid');
      }),
    );
  });
});

describe.each([
  [1, []],
  [2, [{ code: 'RangeError', message: 'out of memory' }]],
])('the golden file of schema version %i', (version, causes) => {
  const golden = readFileSync(new URL(`../../golden/experiment-state.v${version}.json`, import.meta.url), 'utf8');

  it('loads, with the values it was written with', () => {
    const loaded = decodeState(golden);
    expect(loaded.progress.secondsLeft).toBe(Infinity);
    expect(loaded.hyperparameters.shift).toStrictEqual([-0, Number.NaN]);
    expect(loaded.metrics['train/loss']?.value).toBeNaN();
    expect(loaded.metrics['eval/mean_reward{"subset":"test"}']?.value).toBe(-Infinity);
    expect(loaded.error).toMatchObject({ code: 'nn/diverged', causes });
  });

  it('comes out as a document of the current version, otherwise as it went in', () => {
    const document = JSON.parse(golden);
    const expected = { ...document, schemaVersion: SCHEMA_VERSION, error: { ...document.error, causes } };
    expect(JSON.parse(encodeState(decodeState(golden)))).toStrictEqual(expected);
  });
});

describe('the other codecs', () => {
  const command = { id: 'c1', sender: 'cli', sentAt: 1, expiresAt: 2, action: { kind: 'pause' } } as const;
  const outcome = { commandId: 'c1', status: 'applied', step: 5, settledAt: 3 } as const;

  it('bring metric batches back as they went in', () => {
    const batches = fc.record({ runId: fc.constant(state.runId), points: fc.array(point) }, { noNullPrototype: true });
    fc.assert(
      fc.property(batches, (batch) =>
        expect(metricBatchCodec.decode(metricBatchCodec.encode(batch))).toStrictEqual(batch),
      ),
    );
  });

  it('bring commands and outcomes back as they went in', () => {
    const set = { ...command, action: { kind: 'set', name: 'lr', value: Number.NaN } } as const;
    expect(commandCodec.decode(commandCodec.encode(set))).toStrictEqual(set);
    expect(commandOutcomeCodec.decode(commandOutcomeCodec.encode(outcome))).toStrictEqual(outcome);
  });

  it('name the known kinds where a command has another', () => {
    const error = refusal(() => commandCodec.fromWire({ ...command, action: { kind: 'fly' } }));
    expect(error.issues).toStrictEqual([
      { path: 'action.kind', expected: expect.stringMatching(/^"pause", .* or "extend"$/), received: '"fly"' },
    ]);
  });

  it('bring each kind of event back as it went in', () => {
    const patch: StatePatch = { from: 1, operations: [{ op: 'remove', path: '/tags/0' }] };
    const events: RunEvent[] = [
      { type: 'state', version: 1, state },
      { type: 'state', version: 2, state, patch },
      { type: 'snapshot', version: 9, state },
      { type: 'command', version: 2, command },
      { type: 'command-outcome', version: 3, outcome },
    ];
    for (const event of events) expect(runEventCodec.decode(runEventCodec.encode(event))).toStrictEqual(event);
  });

  it('say what they refuse by the name of its kind, and begin a text that is no JSON', () => {
    const codecs = {
      'experiment state': stateCodec,
      'metric batch': metricBatchCodec,
      command: commandCodec,
      'command outcome': commandOutcomeCodec,
      'run event': runEventCodec,
      'train config': trainConfigCodec,
    };
    for (const [name, codec] of Object.entries(codecs)) {
      expect(refusal(() => codec.fromWire('x')).message).toContain(`Not a valid ${name}.\n`);
    }
    const error = refusal(() => commandCodec.decode('x'.repeat(50)));
    expect(error.message).toBe(`command: expected JSON, received "${'x'.repeat(40)}"`);
    expect(error.issues).toEqual([{ path: '', expected: 'JSON', received: `"${'x'.repeat(40)}"` }]);
    expect(error.cause).toBeInstanceOf(Error);
  });

  it.each([null, 'state', 7, undefined])('refuse %p as an event', (wire) => {
    const error = refusal(() => runEventCodec.fromWire(wire));
    expect([error.code, error.issues[0]?.path]).toEqual(['experiment-state/invalid', '']);
  });

  it('refuse an event with a newer state', () => {
    const error = refusal(() => runEventCodec.fromWire({ type: 'state', version: 1, state: { schemaVersion: 9 } }));
    expect(error.code).toBe('experiment-state/newer-version');
  });
});
