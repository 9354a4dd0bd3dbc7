import { describe, expect, it } from '@jest/globals';
import { createExperimentState, decodeState, stateCodec, type ExperimentState } from '@cartwheel/experiment-state';
import * as fc from 'fast-check';
import { EventFolder } from './event-folder.ts';
import { wholeText } from './state-patch.ts';
import { StateText } from './state-text.ts';

/** Mutants want few of them, as of other inputs. `FOLD_RUNS=100000` for the whole of the promise; it takes some minutes. */
const MOST_RUNS = Number(process.env['CARTWHEEL_FUZZ_RECORDS'] ?? Infinity);
const RUNS = Number(process.env['FOLD_RUNS'] ?? Math.min(1000, MOST_RUNS));

const host = { hostname: 'h', pid: 1, platform: 'linux', runtime: 'node', engine: 'js/scalar' };
const initial = createExperimentState({ algorithm: 'ppo', env: 'e', seed: 0, totalTimesteps: 9, host, createdAt: 1 });

/** Names that JSON pointers and objects trip over. */
const name = fc.oneof(
  fc.string({ minLength: 1, maxLength: 3 }),
  fc.constantFrom('/', '~', '~1', '~0/', 'constructor', 'prototype', 'toString', '0', 'é\u2028', 'length'),
);
const double = fc.oneof(fc.double(), fc.constantFrom(Number.NaN, Infinity, -Infinity, -0, 5e-324, 2 ** 53));
const { value: json } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    double,
    fc.string({ maxLength: 4 }),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(name, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
}));
const record = fc.dictionary(name, json, { maxKeys: 5, noNullPrototype: true });
const context = fc.constantFrom<Record<string, string>>({}, { subset: 'eval' }, { subset: 'train' });
const metric = fc.record({ name, context, value: double, step: fc.nat(), time: fc.nat() }, { noNullPrototype: true });
const checkpoint = fc.record(
  { step: fc.nat(5), path: name, weightsHash: name, time: fc.nat() },
  { noNullPrototype: true },
);
const change: fc.Arbitrary<Partial<ExperimentState>> = fc.oneof(
  fc.record({ tags: fc.array(fc.string({ maxLength: 2 }), { maxLength: 4 }) }),
  fc.record({ hyperparameters: record as fc.Arbitrary<ExperimentState['hyperparameters']> }),
  fc.record({ metrics: fc.dictionary(name, metric, { maxKeys: 5, noNullPrototype: true }) }),
  fc.record({ checkpoints: fc.array(checkpoint, { maxLength: 4 }) }),
  fc.record({ error: fc.constantFrom<ExperimentState['error']>(null, { code: 'c', message: 'm', causes: [] }) }),
  fc.record({ status: fc.constantFrom('running', 'paused', 'finished'), updatedAt: fc.nat() }),
);

describe('folding the patches of a history', () => {
  it(`gives each document, whatever the ${RUNS} sequences of changes`, () => {
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), (changes) => {
        const folder = new EventFolder();
        let state: ExperimentState = { ...initial, version: 1 };
        const first = StateText.of(state);
        let before = first;
        folder.startFrom(before.document(1));
        changes.forEach((part, index) => {
          const version = index + 2;
          state = { ...state, ...part, version };
          const after = StateText.of(state, before);
          const data = after.patchFrom(before);
          const event = folder.fold({ type: 'patch', version, id: '', data, from: version - 1, snapshot: 1 });
          expect(event).toMatchObject({ type: 'state', version, state });
          expect(decodeState(after.document(version))).toEqual(state);
          const whole = after.hasSamePatchFrom(before, first) ? data : after.patchFrom(first);
          expect(decodeState(wholeText(first.document(1), whole, version))).toEqual(state);
          before = after;
        });
      }),
      { numRuns: RUNS },
    );
  });

  it('sees what an owner changed in its document', () => {
    const hyperparameters = { layers: [64, 64] };
    const state = { ...initial, version: 1, hyperparameters, tags: ['a'] };
    const before = StateText.of(state);
    hyperparameters.layers[1] = 32;
    state.tags.push('b');
    state.progress = { ...state.progress, timesteps: 1 };
    const after = StateText.of(state, before);
    expect(decodeState(after.document(1))).toEqual(state);
    expect(JSON.parse(after.patchFrom(before))).toEqual(
      expect.arrayContaining([
        { op: 'replace', path: '/hyperparameters/layers/1', value: 32 },
        { op: 'add', path: '/tags/1', value: 'b' },
      ]),
    );
    expect(decodeState(before.document(1))).toMatchObject({ tags: ['a'], hyperparameters: { layers: [64, 64] } });
  });

  it('checks what follows a valid document as it does any other', () => {
    const before = StateText.of({ ...initial, hyperparameters: { rate: Number.NaN, deep: { on: true } } });
    const plain = StateText.of({ ...initial, hyperparameters: { deep: { on: true } } }, before);
    const invalid = expect.objectContaining({ code: 'experiment-state/invalid' });
    const changes: object[] = [
      { hyperparameters: { rate: { $float: 'NaN' }, deep: { on: true } } },
      { hyperparameters: { deep: new Map([['on', true]]) } },
      { version: -1 },
      { updatedAt: Number.NaN },
      { progress: { ...initial.progress, updates: 0.5 } },
      { metrics: { loss: { name: '', context: {}, value: 1, step: 1, time: 1 } } },
      { surplus: 1 },
    ];
    for (const change of changes) {
      const state = { ...initial, hyperparameters: { deep: { on: true } }, ...change };
      for (const standing of [undefined, before, plain]) {
        expect(() => StateText.of(state, standing)).toThrow(invalid);
      }
    }
  });

  it('takes settings whose names are those of prototypes', () => {
    const settings = [
      { constructor: Number.NaN },
      { constructor: { prototype: false } },
      { constructor: { prototype: 1 } },
    ];
    const [first, ...others] = settings.map((hyperparameters) =>
      StateText.of({ ...initial, version: 1, hyperparameters }),
    );
    const folder = new EventFolder();
    folder.startFrom(first?.document(1) ?? '');
    let before = first;
    others.forEach((after, index) => {
      const patch = { data: before === undefined ? '' : after.patchFrom(before), from: index + 1, snapshot: 1 };
      const event = folder.fold({ type: 'patch', version: index + 2, id: '', ...patch });
      expect(event).toMatchObject({ state: decodeState(after.document(index + 2)) });
      before = after;
    });
  });

  it('refuses a patch of another document than the one before', () => {
    const folder = new EventFolder();
    const patch = { type: 'patch', version: 3, id: '', data: '[]', from: 2, snapshot: 1 };
    const corrupt = expect.objectContaining({ code: 'broker/corrupt-document' });
    expect(() => folder.fold(patch)).toThrow(corrupt);
    folder.startFrom(JSON.stringify(stateCodec.toWire({ ...initial, version: 1 })));
    expect(() => folder.fold(patch)).toThrow(corrupt);
  });
});
