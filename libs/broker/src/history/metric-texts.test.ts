import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { WireMetrics } from './metric-shape.ts';
import { MetricTexts } from './metric-texts.ts';
import { textOf } from './text-bytes.ts';

const point = { name: 'n', context: { subset: 'a' }, value: 0, step: 1, time: 2 };

/** Metrics under these keys, with their place as the value. */
function metricsOf(...keys: readonly string[]): Record<string, typeof point> {
  return Object.fromEntries(keys.map((key, value) => [key, { ...point, name: key, value }]));
}

function patch(from: WireMetrics, to: WireMetrics, prefix = ''): unknown {
  const before = MetricTexts.of(from, undefined);
  const text = textOf((into) => MetricTexts.of(to, before).writePatch(before, into, prefix));
  return text === '' ? undefined : JSON.parse(`[${text}]`);
}

const four = metricsOf('a', 'b', 'c', 'd');
const { a, b, c, d } = four as Record<'a' | 'b' | 'c' | 'd', typeof point>;

describe('the JSON of metrics', () => {
  it('is that of their objects, whatever their numbers', () => {
    const double = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
    const metric = fc.record({ value: double, step: fc.nat(2), time: fc.constantFrom(0.5, 1e21, -1) });
    fc.assert(
      fc.property(fc.array(metric, { maxLength: 5 }), (list) => {
        const metrics = Object.fromEntries(
          list.map(({ value, step, time }, index) => [`k${index}`, { name: 'n', context: {}, value, step, time }]),
        );
        expect(textOf((into) => MetricTexts.of(metrics, undefined).write(into))).toBe(JSON.stringify(metrics));
      }),
      { numRuns: 100 },
    );
  });

  it('tells the step and the time of each, also of one that differs in one of them from the one before', () => {
    const metrics = { a, b: { ...b, step: 5 }, c: { ...c, step: 5, time: 6 }, d: { ...d, step: 5, time: 6 } };
    expect(textOf((into) => MetricTexts.of(metrics, undefined).write(into))).toBe(JSON.stringify(metrics));
  });
});

describe('a patch of metrics', () => {
  it('is nothing where nothing changed', () => {
    expect(patch(four, metricsOf('a', 'b', 'c', 'd'), ',')).toBeUndefined();
    expect(patch({}, {}, ',')).toBeUndefined();
  });

  it('replaces what changed, up to half of them', () => {
    const changed = { ...four, b: { ...b, value: 9 }, d: { ...d, step: 9 } };
    expect(patch(four, changed)).toStrictEqual([
      { op: 'replace', path: '/metrics/b', value: changed.b },
      { op: 'replace', path: '/metrics/d', value: changed.d },
    ]);
  });

  it('is the whole where more than half of them changed', () => {
    const changed = { ...metricsOf('z', 'y', 'x'), d };
    expect(patch(four, changed)).toStrictEqual([{ op: 'replace', path: '/metrics', value: changed }]);
    const three = { ...four, a: { ...a, time: 7 }, b: { ...b, time: 7 }, c: { ...c, time: 7 } };
    expect(patch(four, three)).toStrictEqual([{ op: 'replace', path: '/metrics', value: three }]);
    expect(patch(four, {})).toStrictEqual([{ op: 'replace', path: '/metrics', value: {} }]);
  });

  it('adds and removes, with the names of keys escaped', () => {
    const key = 'a~/b"é';
    expect(patch(four, { ...four, [key]: d })).toStrictEqual([{ op: 'add', path: '/metrics/a~0~1b"é', value: d }]);
    expect(patch({ ...four, [key]: d }, four)).toStrictEqual([{ op: 'remove', path: '/metrics/a~0~1b"é' }]);
  });

  it('knows a metric that has another place than before', () => {
    expect(patch(four, { d, a, b, c })).toBeUndefined();
    expect(patch(four, { b, c, d, e: a })).toStrictEqual([
      { op: 'remove', path: '/metrics/a' },
      { op: 'add', path: '/metrics/e', value: a },
    ]);
  });

  it.each([
    ['name', { ...b, name: 'other' }],
    ['context', { ...b, context: { subset: 'b' } }],
    ['value', { ...b, value: -1 }],
    ['step', { ...b, step: 9 }],
    ['time', { ...b, time: 9 }],
  ])('tells a metric from one with another %s', (_, other) => {
    expect(patch(four, { ...four, b: other })).toStrictEqual([{ op: 'replace', path: '/metrics/b', value: other }]);
  });

  it('begins with what is to stand before it', () => {
    const before = MetricTexts.of(four, undefined);
    const text = (metrics: WireMetrics): string =>
      textOf((into) => MetricTexts.of(metrics, before).writePatch(before, into, ','));
    expect(text({ ...four, a: { ...a, value: 9 } })).toMatch(/^,\{"op":"replace","path":"\/metrics\/a"/);
    expect(text({})).toBe(',{"op":"replace","path":"/metrics","value":{}}');
  });
});

describe('metrics that JSON carries as they are', () => {
  const before = MetricTexts.of(four, undefined);
  const json = (texts: MetricTexts | undefined): unknown =>
    texts === undefined ? undefined : JSON.parse(textOf((into) => texts.write(into)));

  it('are taken in one pass under the names of before', () => {
    const later = { ...four, a: { ...a, value: 0.5, step: 7, time: 8 } };
    expect(json(MetricTexts.ofPlain(later, before))).toStrictEqual(later);
  });

  it.each<[string, Record<string, unknown>]>([
    ['fewer', { a, b, c }],
    ['more', { ...four, e: a }],
    ['others', { a, b, c, e: d }],
    ['one that JSON does not carry', { ...four, b: { ...b, value: Number.NaN } }],
    ['one with more in it', { ...four, b: { ...b, more: 1 } }],
    ['one that is none', { ...four, b: undefined }],
    ['another object', Object.assign(Object.create({ a }), { b, c, d }) as Record<string, unknown>],
  ])('are not where there are %s', (_, metrics) => {
    expect(MetricTexts.ofPlain(metrics as typeof four, before)).toBeUndefined();
  });
});

describe('how much changed', () => {
  const before = MetricTexts.of(four, undefined);
  it.each([
    ['none', four],
    ['some', { ...four, a: { ...a, value: 9 } }],
    ['some', { ...four, a: { ...a, value: 9 }, d: { ...d, value: 9 } }],
    ['most', { a: { ...a, value: 9 }, b: { ...b, value: 9 }, c: { ...c, value: 9 }, d }],
    ['some', { a, b, c }],
    ['most', { a }],
    ['most', {}],
    ['some', { a, b, c, d, e: a }],
  ])('is %s', (change, metrics) => {
    expect(MetricTexts.of(metrics, before).changeFrom(before)).toBe(change);
  });
});
