import type { RunReader } from './run-reader.ts';

/** Two records as one: a run that is in both is the first one's. */
export function joinReaders(first: RunReader, second: RunReader): RunReader {
  const of = async (runId: string): Promise<RunReader> => ((await first.run(runId)) === null ? second : first);
  return {
    async run(runId) {
      return (await first.run(runId)) ?? second.run(runId);
    },
    async runs(filter) {
      const [ours, theirs] = await Promise.all([first.runs(filter), second.runs(filter)]);
      const ids = new Set(ours.map(({ runId }) => runId));
      const all = [...ours, ...theirs.filter(({ runId }) => !ids.has(runId))];
      return all.toSorted((a, b) => a.createdAt - b.createdAt);
    },
    series: async (runId) => (await of(runId)).series(runId),
    curve: async (runId, query) => (await of(runId)).curve(runId, query),
    entries: async (runId, query) => (await of(runId)).entries(runId, query),
    console: async (runId, options) => (await of(runId)).console(runId, options),
    commands: async (runId) => (await of(runId)).commands(runId),
    checkpoints: async (runId) => (await of(runId)).checkpoints(runId),
    changes: async (runId, options) => (await of(runId)).changes(runId, options),
    position: async (runId) => (await of(runId)).position(runId),
  };
}
