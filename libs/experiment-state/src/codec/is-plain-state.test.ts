import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { createExperimentState } from '../create-experiment-state.ts';
import type { ExperimentState } from '../experiment-state.schema.ts';
import { stateCodec } from './documents.ts';
import { isPlainReading, isPlainState, isPlainUpdate } from './is-plain-state.ts';

const host = { hostname: 'h', pid: 1, platform: 'linux', runtime: 'node', engine: 'js/scalar' };
const plain: ExperimentState = {
  ...createExperimentState({ algorithm: 'ppo', env: 'CartPole-v1', seed: 0, totalTimesteps: 10, host, createdAt: 5 }),
  tags: ['a'],
  hyperparameters: { lr: 0.5, layers: [64, 64], deep: { on: true, none: null } },
  metrics: { loss: { name: 'loss', context: { subset: 'eval' }, value: 1.5, step: 3, time: 4 } },
  checkpoints: [{ step: 0, path: 'p', weightsHash: 'w', time: 4 }],
  error: { code: 'c', message: 'm', causes: [{ code: 'd', message: 'n' }] },
};

/** Whatever may be wrong with a field, and a little of what is right. */
const strange: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(
    undefined,
    null,
    '',
    'x',
    -1,
    0.5,
    -0,
    Number.NaN,
    Infinity,
    2 ** 53,
    true,
    [],
    {},
    [undefined],
    new Date(0),
  ),
  fc.constantFrom(
    { a: undefined },
    { $float: 'NaN' },
    Object.create({ a: 1 }),
    JSON.parse('{"__proto__": 1}'),
    new Map(),
  ),
  fc.anything({ maxDepth: 2, withNullPrototype: true }),
);
/** Has a prototype that is not Object's. */
const ofClass = (part: object): unknown => Object.assign(Object.create({}), part);

/** Each place in the document, the fields of its parts included. */
const places = pathsOf(plain);

describe('a state that JSON carries as it is', () => {
  it('is known as one', () => {
    expect(isPlainState(plain)).toBe(true);
    expect(isPlainState({ ...plain, error: null })).toBe(true);
    expect(
      isPlainState({ ...plain, hyperparameters: { text: 'adam', on: false, none: null, list: ['a', true] } }),
    ).toBe(true);
  });

  it('may have parts without a prototype, whose keys alone count', () => {
    const bare: unknown = Object.assign(Object.create(null), plain.progress);
    expect(isPlainState({ ...plain, progress: bare as ExperimentState['progress'] })).toBe(true);
  });

  it('is always valid, and its wire form has the same text', () => {
    let known = 0;
    fc.assert(
      fc.property(fc.constantFrom(...places), strange, fc.boolean(), (path, value, isAdded) => {
        const state = changed(plain, isAdded ? [...path.slice(0, -1), 'more'] : path, value);
        const isOfUpdate = ['version', 'updatedAt', 'progress'].includes(path[0] ?? '');
        expect(isPlainUpdate(state) || !isPlainState(state)).toBe(true);
        expect(isOfUpdate && isPlainUpdate(state)).toBe(isOfUpdate && isPlainState(state));
        const isOfReading = ['value', 'step', 'time'].includes(path[2] ?? '') && path[0] === 'metrics' && !isAdded;
        const loss = isOfReading ? state.metrics['loss'] : undefined;
        expect(loss !== undefined && isPlainReading(loss)).toBe(isOfReading && isPlainState(state));
        if (!isPlainState(state)) return;
        known += 1;
        expect(JSON.stringify(stateCodec.toWire(state), sortKeys)).toBe(JSON.stringify(state, sortKeys));
      }),
      { numRuns: 5000 },
    );
    expect(known).toBeGreaterThan(100);
  });

  it.each([
    ['a double that needs a tag', { progress: { ...plain.progress, stepsPerSecond: Number.NaN } }],
    ['a negative zero', { hyperparameters: { shift: -0 } }],
    ['a wrong number', { seed: 1.5 }],
    ['a key too many', { colour: 'red' }],
    ['a key of another name', { host: { ...host, pid: undefined, pit: 1 } }],
    ['an error without causes', { error: { code: 'c', message: 'm' } }],
    ['a hole in a list', { hyperparameters: { list: Array.from({ length: 2 }) } }],
    ['an object of a class', { hyperparameters: { at: new Date(0) } }],
    ['a part of a class', { progress: ofClass(plain.progress) }],
    ['a list with a key of its own', { hyperparameters: { list: Object.assign([1], { more: 2 }) } }],
    ['a tag', { hyperparameters: { deep: { $float: 'NaN' } } }],
    ['a function', { hyperparameters: { run: () => 1 } }],
    ['a text for a count', { version: '1' }],
    ['a text for a double', { progress: { ...plain.progress, secondsLeft: '1' } }],
    ['a wrong checkpoint among right ones', { checkpoints: [...plain.checkpoints, { step: 0 }] }],
    ['a wrong cause among right ones', { error: { ...plain.error, causes: [{ code: 'd', message: 'n' }, {}] } }],
    ['a tag that is no text among others', { tags: ['a', 1] }],
    ['an id that begins with more', { runId: `x${'a'.repeat(24)}` }],
    ['an id that ends with more', { runId: `${'a'.repeat(24)}x` }],
  ])('has not %s', (_, part) => {
    expect(isPlainState({ ...plain, ...part } as ExperimentState)).toBe(false);
  });
});

function pathsOf(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [[...path]];
  const inner = Object.entries(value).flatMap(([key, child]) => pathsOf(child, [...path, key]));
  return path.length === 0 ? inner : [[...path], ...inner];
}

function changed(state: ExperimentState, path: readonly string[], value: unknown): ExperimentState {
  const copy: ExperimentState = JSON.parse(JSON.stringify(state));
  let parent: any = copy;
  for (const key of path.slice(0, -1)) parent = parent[key];
  parent[path.at(-1) ?? ''] = value;
  return copy;
}

/** The codec gives the keys in the schema's order. */
function sortKeys(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
