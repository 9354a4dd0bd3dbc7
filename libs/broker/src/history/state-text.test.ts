import { describe, expect, it } from '@jest/globals';
import { createExperimentState, decodeState, type ExperimentState } from '@cartwheel/experiment-state';
import { StateText } from './state-text.ts';

const host = { hostname: 'h', pid: 1, platform: 'linux', runtime: 'node', engine: 'js/scalar' };
const created = createExperimentState({ algorithm: 'ppo', env: 'e', seed: 0, totalTimesteps: 9, host, createdAt: 1 });
const metric = { name: 'loss', context: {}, value: 1, step: 2, time: 3 };
const first: ExperimentState = {
  ...created,
  version: 1,
  tags: ['a'],
  hyperparameters: { gamma: 0.5 },
  metrics: { a: metric, b: metric, c: metric },
};

/** As each update of a training: other values, the same names. */
function update(state: ExperimentState, value: number): ExperimentState {
  const values = Object.fromEntries(Object.entries(state.metrics).map(([key, each]) => [key, { ...each, value }]));
  return { ...state, updatedAt: value, progress: { ...state.progress, timesteps: value }, metrics: values };
}

describe('the document as text', () => {
  it('is read as it was, under its version', () => {
    const text = StateText.of(first);
    expect(decodeState(text.document(7))).toStrictEqual({ ...first, version: 7 });
    expect(text.document(7)).toBe(`{"version":7,${text.body}`);
    expect(Object.keys(JSON.parse(text.document(7)) as object).toSorted()).toStrictEqual(Object.keys(first).toSorted());
  });

  it('is the same after an earlier one as without', () => {
    const standing = StateText.of(first);
    for (const state of [first, update(first, 5), { ...first, tags: [] }, { ...first, metrics: {} }]) {
      expect(StateText.of(state, standing).body).toBe(StateText.of(state).body);
    }
  });
});

describe('a patch', () => {
  const before = StateText.of(first);
  const patch = (state: ExperimentState): unknown => JSON.parse(StateText.of(state, before).patchFrom(before));

  it('is empty where nothing changed but the version', () => {
    expect(patch({ ...first, version: 8 })).toStrictEqual([]);
  });

  it('names what changed alone', () => {
    expect(patch({ ...first, updatedAt: 8 })).toStrictEqual([{ op: 'replace', path: '/updatedAt', value: 8 }]);
    const progress = { ...first.progress, timesteps: 4 };
    expect(patch({ ...first, progress })).toStrictEqual([{ op: 'replace', path: '/progress', value: progress }]);
    expect(patch({ ...first, status: 'running' })).toStrictEqual([
      { op: 'replace', path: '/status', value: 'running' },
    ]);
    const metrics = { ...first.metrics, a: { ...metric, value: 9 } };
    expect(patch({ ...first, metrics })).toStrictEqual([{ op: 'replace', path: '/metrics/a', value: metrics.a }]);
    expect(patch({ ...first, updatedAt: 8, metrics })).toStrictEqual([
      { op: 'replace', path: '/updatedAt', value: 8 },
      { op: 'replace', path: '/metrics/a', value: metrics.a },
    ]);
  });

  it('leads into lists and trees, and replaces any other field as a whole', () => {
    expect(patch({ ...first, tags: ['a', 'b'] })).toStrictEqual([{ op: 'add', path: '/tags/1', value: 'b' }]);
    expect(patch({ ...first, hyperparameters: { gamma: 0.9 } })).toStrictEqual([
      { op: 'replace', path: '/hyperparameters/gamma', value: 0.9 },
    ]);
    const checkpoint = { step: 1, path: 'p', weightsHash: 'w', time: 1 };
    expect(patch({ ...first, checkpoints: [checkpoint] })).toStrictEqual([
      { op: 'add', path: '/checkpoints/0', value: checkpoint },
    ]);
    const otherHost = { ...host, pid: 2 };
    expect(patch({ ...first, host: otherHost })).toStrictEqual([{ op: 'replace', path: '/host', value: otherHost }]);
  });

  it.each([
    [{ constructor: { prototype: 1 } }, { constructor: { prototype: 2 } }],
    [{ constructor: { prototype: { a: 1 } } }, { constructor: { prototype: { a: 2 } } }],
  ] as [ExperimentState['hyperparameters'], ExperimentState['hyperparameters']][])(
    'does not lead into what may be a prototype: %j',
    (from, to) => {
      const [one, other] = [from, to].map((hyperparameters) => StateText.of({ ...first, hyperparameters }));
      const operations: unknown = JSON.parse(one === undefined ? '' : (other?.patchFrom(one) ?? ''));
      expect(operations).toMatchObject([{ op: 'replace', path: '/hyperparameters' }]);
    },
  );

  it.each<[Record<string, unknown>]>([
    [{ constructorOf: { prototype: 1 } }],
    [{ constructor: { prototypes: 1 } }],
    [{ __proto__s: 1 }],
  ])('leads into what only looks so: %j', (more) => {
    const [name] = Object.keys(more);
    const hyperparameters = { ...first.hyperparameters, ...more } as ExperimentState['hyperparameters'];
    expect(patch({ ...first, hyperparameters })).toStrictEqual([
      { op: 'add', path: `/hyperparameters/${name}`, value: Object.values(more)[0] },
    ]);
  });
});

describe('the patches from two earlier documents', () => {
  const one = StateText.of(first);
  const other = StateText.of(update(first, 5), one);

  it('are known to be the same for an update that brings new values of all', () => {
    const after = StateText.of(update(first, 6), other);
    expect(after.hasSamePatchFrom(one, other)).toBe(true);
    expect(after.hasSamePatchFrom(other, other)).toBe(true);
    expect(after.patchFrom(one)).toBe(after.patchFrom(other));
  });

  const later = update(first, 6);
  it.each<[string, ExperimentState]>([
    ['a tag', { ...later, tags: ['b'] }],
    [
      'some of the metrics',
      {
        ...update(first, 5),
        updatedAt: 6,
        progress: later.progress,
        metrics: { ...update(first, 5).metrics, a: metric },
      },
    ],
    ['no metric since one of them', { ...later, metrics: update(first, 5).metrics }],
    ['no time since one of them', { ...later, updatedAt: 5 }],
    ['no progress since one of them', { ...later, progress: update(first, 5).progress }],
    ['no time since the first of them', { ...later, updatedAt: first.updatedAt }],
  ])('are not taken for the same where what changed is %s', (_, state) => {
    const after = StateText.of(state, other);
    expect(after.hasSamePatchFrom(one, other)).toBe(false);
  });

  it('are not taken for the same where some of the metrics changed, which need not be the same ones', () => {
    const changed = { ...first, metrics: { ...first.metrics, a: { ...metric, value: 9 } } };
    expect(StateText.of(changed, one).hasSamePatchFrom(one, StateText.of({ ...first, version: 2 }, one))).toBe(false);
  });
});

it('tells whether fields are as they were', () => {
  const before = StateText.of(first);
  const agrees = (state: ExperimentState, ...fields: ('status' | 'tags')[]): boolean =>
    StateText.of(state, before).agreesIn(fields, before);
  expect(agrees(update(first, 3), 'status', 'tags')).toBe(true);
  const running: ExperimentState = { ...first, status: 'running' };
  expect(agrees(running, 'status')).toBe(false);
  expect(agrees(running, 'tags')).toBe(true);
  expect(agrees(running, 'tags', 'status')).toBe(false);
  expect(agrees(running)).toBe(true);
});
