import { expect, it } from '@jest/globals';
import { WatchGate } from './watch-gate.ts';

it('keeps a wake that came while nobody waited, once', async () => {
  const gate = new WatchGate();
  gate.wake();
  gate.wake();
  await gate.changed();
  const second = gate.changed();
  expect(await Promise.race([second, Promise.resolve('waits')])).toBe('waits');
  gate.wake();
  await second;
});

it('lets go of whoever waits at the stop, and of all who come later', async () => {
  const gate = new WatchGate();
  const changed = gate.changed();
  const never = gate.orStop(new Promise<number>(() => {}));
  gate.stop();
  await changed;
  expect(await never).toBeUndefined();
  await gate.changed();
  expect(await gate.orStop(Promise.resolve(1))).toBeUndefined();
});

it('passes values and errors on', async () => {
  const gate = new WatchGate();
  expect(await gate.orStop(Promise.resolve(1))).toBe(1);
  await expect(gate.orStop(Promise.reject(new Error('broken')))).rejects.toThrow('broken');
});
