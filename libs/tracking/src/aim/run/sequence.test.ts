import { describe, expect, it } from '@jest/globals';
import { AimFloat, type DecodedValue } from '../codec/aim-value.ts';
import { advanceTrace, newTrace, traceKey, tracesOf } from './sequence.ts';

const float = (value: number): AimFloat => new AimFloat(value);

describe('a trace', () => {
  it('has the last of the highest step, and the extremes; NaN is none', () => {
    const trace = newTrace();
    const points = [
      { step: 5, value: Number.NaN },
      { step: 7, value: 2 },
      { step: 6, value: -3 },
    ];
    const changed = advanceTrace(trace, points);
    expect(Object.fromEntries(changed)).toEqual({ last: float(2), last_step: 7, max: float(2), min: float(-3) });
    expect(trace).toMatchObject({ lastStep: 7, min: -3, max: 2 });
    expect(advanceTrace(trace, points)).toEqual([]);
  });

  it('gives what changed once, when it is wanted', () => {
    const trace = newTrace();
    expect(advanceTrace(trace, [{ step: 1, value: 5 }], false)).toEqual([]);
    const changed = advanceTrace(trace, [{ step: 2, value: 3 }]);
    expect(Object.fromEntries(changed)).toEqual({ last: float(3), last_step: 2, max: float(5), min: float(3) });
    expect(advanceTrace(trace, [])).toEqual([]);
  });

  it('is restored from what the server has', () => {
    const fields = new Map<string | bigint, DecodedValue>([
      ['last_step', 9],
      ['min', -1],
      ['max', 4.5],
    ]);
    const server = new Map([[-5n, new Map([['loss', fields]])]]);
    expect(tracesOf(server)).toEqual(
      new Map([[traceKey(-5n, 'loss'), { lastStep: 9, min: -1, max: 4.5, changed: new Map() }]]),
    );
    expect(tracesOf(null)).toEqual(new Map());
  });
});
