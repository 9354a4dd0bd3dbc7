import { expect, it } from '@jest/globals';
import { selectRuns } from './list-runs.ts';
import { newRun } from './testing/broker-harness.ts';

it('orders runs of one moment by their ids, and gives all where nothing is asked for', () => {
  const [a, b, c] = ['a', 'b', 'c'].map((runId) => newRun({ runId, createdAt: runId === 'c' ? 1 : 2 }));
  for (const runs of [
    [a, b, c],
    [c, b, a],
    [b, a, c],
  ]) {
    const ids = selectRuns(runs.flatMap((run) => run ?? [])).map(({ runId }) => runId);
    expect(ids).toStrictEqual(['c', 'a', 'b']);
  }
});
