import { once } from 'node:events';
import { expect, it } from '@jest/globals';
import { openRunStore } from '../../src/index.ts';
import { useTemporaryFolder } from '../temporary-folder.ts';
import { startFromSource } from './start-program.ts';

const dir = useTemporaryFolder();

it('several processes make one store and write their runs to it at once', async () => {
  const steps = 300;
  const ids = ['aaa', 'bbb', 'ccc'];
  const writers = ids.map((runId) => startFromSource('writer', dir(), runId, String(steps)));
  for (const writer of writers) writer.stdout.resume();
  const exits = await Promise.all(writers.map((writer) => once(writer, 'exit')));
  expect(exits).toEqual(ids.map(() => [0, null]));

  const store = await openRunStore({ dir: dir(), readOnly: true });
  expect((await store.runs()).map(({ runId }) => runId).toSorted((a, b) => a.localeCompare(b))).toEqual(ids);
  for (const runId of ids) {
    expect((await store.series(runId)).map(({ name, count }) => [name, count])).toEqual([
      ['eval/mean_reward', steps],
      ['train/loss', steps],
    ]);
  }
  await store.close();
});
