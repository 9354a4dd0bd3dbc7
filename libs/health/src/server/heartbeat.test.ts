import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { Heartbeat } from './heartbeat.ts';

it('is as old in milliseconds as its last beat, for whoever shares its memory', async () => {
  const ours = new Heartbeat();
  ours.beat();
  const theirs = new Heartbeat(ours.buffer);
  expect(theirs.ageMs()).toBeLessThan(1_000);
  await delay(30);
  const age = theirs.ageMs();
  expect(age).toBeGreaterThanOrEqual(29);
  expect(age).toBeLessThan(5_000);
  ours.beat();
  expect(theirs.ageMs()).toBeLessThan(age);
});
