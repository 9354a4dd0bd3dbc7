import { describe, expect, it } from '@jest/globals';
import { runRecord } from '../testing/records.ts';
import { fromRunRow, toRunRow, toRunRowUpdate } from './run-rows.ts';
import type { RunRecord } from './run-store.ts';

const full: RunRecord = runRecord('aaa', {
  tags: ['b', 'a'],
  hyperparameters: { lr: Number.NaN, net: [64] },
  error: { code: 'x/y', message: 'why', causes: [{ code: 'Error', message: 'deeper' }] },
  host: { hostname: 'h', pid: 1, platform: 'linux', runtime: 'node', engine: 'js/scalar' },
  summary: { evalMean: Number.NEGATIVE_INFINITY, weightsHash: 'abc' },
});

describe('a run as a row', () => {
  it.each([runRecord('aaa'), full])('is read back as it was', (run) => {
    expect(fromRunRow(structuredClone(toRunRow(run)))).toEqual(run);
  });

  it('has its structured parts as texts', () => {
    expect(toRunRow(full)).toMatchObject({
      tags: ['b', 'a'],
      hyperparameters: '{"lr":{"$float":"NaN"},"net":[64]}',
      error: { code: 'x/y', message: 'why', causes: '[{"code":"Error","message":"deeper"}]' },
      host: '{"hostname":"h","pid":1,"platform":"linux","runtime":"node","engine":"js/scalar"}',
      summary: '{"evalMean":{"$float":"-Infinity"},"weightsHash":"abc"}',
    });
    expect(toRunRow(runRecord('aaa'))).toMatchObject({ error: null, host: null, summary: '{}' });
  });

  it('that JSON cannot carry is refused', () => {
    const run = runRecord('aaa', { hyperparameters: { size: 1n } });
    expect(() => toRunRow(run)).toThrow(
      expect.objectContaining({
        code: 'tracking/invalid-record',
        message: expect.stringMatching(
          /^Run aaa was not taken: its config, hyperparameters and summary must be JSON\. .*BigInt/,
        ),
        cause: expect.objectContaining({ name: 'TypeError' }),
      }),
    );
  });

  it.each([
    [{ status: 'sleeping' }, 'finished'],
    [{ hyperparameters: '5' }, 'Expected a JSON object, received 5'],
    [{ summary: '{"evalMean":null}' }, 'summary.evalMean: expected a number or a text, received null'],
    [{ summary: '{"a":1,"b":[2]}' }, 'summary.b: expected a number or a text, received [2]'],
    [{ host: '{"hostname":5}' }, 'hostname'],
    [{ config: '{' }, 'JSON'],
    [{ error: { code: 'x', message: 'y', causes: '5' } }, 'causes'],
  ])('of which no store of this version is the writer is refused: %j', (wrong, reason) => {
    const row = { ...toRunRow(full), ...wrong };
    expect(() => fromRunRow(row)).toThrow(
      expect.objectContaining({
        code: 'tracking/corrupt-store',
        message: expect.stringMatching(/^Run aaa cannot be read from the store: /),
      }),
    );
    expect(() => fromRunRow(row)).toThrow(reason);
    expect(() => fromRunRow(row)).toThrow(expect.objectContaining({ cause: expect.anything() }));
  });
});

describe('an update as a row', () => {
  it('has what it names, and its time', () => {
    expect(toRunRowUpdate({}, 5)).toEqual({ updatedAt: 5 });
    expect(toRunRowUpdate({ status: 'running', timesteps: 7, totalTimesteps: 9 }, 5)).toEqual({
      status: 'running',
      timesteps: 7,
      totalTimesteps: 9,
      updatedAt: 5,
    });
  });

  it('takes an error and a host back by null', () => {
    expect(toRunRowUpdate({ error: null, host: null }, 5)).toEqual({ error: null, host: null, updatedAt: 5 });
  });

  it('has its structured parts as texts', () => {
    const { tags, error, host, hyperparameters, summary } = full;
    const { updatedAt, ...parts } = toRunRowUpdate({ tags, error, host, hyperparameters, summary }, 5);
    expect(updatedAt).toBe(5);
    const row = toRunRow(full);
    expect(parts).toEqual({
      tags: row.tags,
      error: row.error,
      host: row.host,
      hyperparameters: row.hyperparameters,
      summary: row.summary,
    });
  });
});
