import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect, it } from '@jest/globals';
import { openRunStore } from '../../src/index.ts';
import { useTemporaryFolder } from '../temporary-folder.ts';
import { startWriter } from './start-writer.ts';

const dir = useTemporaryFolder();

it.each([1, 7, 60])('SIGKILL after %d flushes loses nothing that was flushed', async (flushes) => {
  const writer = startWriter(dir(), 'aaa', 0);
  const exited = once(writer, 'exit');
  let flushed = -1;
  let seen = 0;
  for await (const line of createInterface({ input: writer.stdout })) {
    flushed = Number(line);
    if (++seen === flushes) writer.kill('SIGKILL');
  }
  expect(await exited).toEqual([null, 'SIGKILL']);

  const store = await openRunStore({ dir: dir() });
  expect((await store.run('aaa'))?.hyperparameters).toEqual({ start: Number.NEGATIVE_INFINITY });
  const rewards = await store.points('aaa', { name: 'eval/mean_reward' });
  expect(rewards.length).toBeGreaterThan(flushed);
  // No gap and no torn call: what came after the last flush is there as a whole, or not at all.
  expect(rewards.map(({ step, value }) => [step, value])).toEqual(Array.from(rewards, (_, step) => [step, step]));
  expect(rewards.length % 10).toBe(0);
  const losses = await store.points('aaa', { name: 'train/loss' });
  expect(losses.map(({ value }) => value)).toEqual(rewards.map(() => Number.NaN));
  await store.close();
});
