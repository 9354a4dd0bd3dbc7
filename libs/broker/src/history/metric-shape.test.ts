import { describe, expect, it } from '@jest/globals';
import { MetricShape, type WireMetrics } from './metric-shape.ts';

const loss = { name: 'loss', context: { subset: 'a' }, value: 1, step: 2, time: 3 };
const reward = { ...loss, name: 'reward', context: {} };
const metrics: WireMetrics = { loss, '"é': reward };

it('writes what stays of each metric, one behind the other', () => {
  const { keys, heads, members } = MetricShape.of(metrics, undefined);
  expect(keys).toStrictEqual(['loss', '"é']);
  expect(heads).toStrictEqual([
    '{"name":"loss","context":{"subset":"a"},"value":',
    '{"name":"reward","context":{},"value":',
  ]);
  expect(members.map(String)).toStrictEqual([`"loss":${heads[0]}`, String.raw`,"\"é":${heads[1]}`]);
});

describe('the shape of an earlier document', () => {
  const before = MetricShape.of(metrics, undefined);

  it('is taken for all that is no value', () => {
    const later = { loss: { ...loss, value: 7, step: 8, time: 9 }, '"é': { ...reward, context: {} } };
    expect(MetricShape.of(later, before)).toBe(before);
  });

  it.each<[string, WireMetrics]>([
    ['of fewer', { loss }],
    ['of none', {}],
    ['of more', { ...metrics, more: loss }],
    ['in another order', { '"é': reward, loss }],
    ['under another key', { loss, other: reward }],
    ['of another name', { loss: { ...loss, name: 'gain' }, '"é': reward }],
    ['of another context', { loss: { ...loss, context: { subset: 'b' } }, '"é': reward }],
  ])('is not that %s', (_, other) => {
    const shape = MetricShape.of(other, before);
    expect(shape).not.toBe(before);
    expect(shape.keys).toStrictEqual(Object.keys(other));
  });

  it('is not changed by the owner of a context', () => {
    const context = { subset: 'a' };
    const shape = MetricShape.of({ loss: { ...loss, context } }, undefined);
    context.subset = 'b';
    expect(shape.has(0, 'loss', { name: 'loss', context })).toBe(false);
    expect(shape.has(0, 'loss', loss)).toBe(true);
    expect(shape.has(0, 'loss', undefined)).toBe(false);
  });
});
