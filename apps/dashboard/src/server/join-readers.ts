import { readerOf } from './reader-of.ts';
import type { RunReader } from './run-reader.ts';

/** Two records as one: a run that is in both is the first one's. */
export function joinReaders(first: RunReader, second: RunReader): RunReader {
  const of = async (runId: string): Promise<RunReader> => ((await first.run(runId)) === null ? second : first);
  return {
    ...readerOf((runId) => (runId === undefined ? Promise.resolve(first) : of(runId))),
    async run(runId) {
      return (await first.run(runId)) ?? second.run(runId);
    },
    async runs(filter) {
      const [ours, theirs] = await Promise.all([first.runs(filter), second.runs(filter)]);
      const ids = new Set(ours.map(({ runId }) => runId));
      const all = [...ours, ...theirs.filter(({ runId }) => !ids.has(runId))];
      return all.toSorted((a, b) => a.createdAt - b.createdAt);
    },
  };
}
