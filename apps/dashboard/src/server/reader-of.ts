import type { RunReader } from './run-reader.ts';

/** A record that asks anew with each call which one it is: of a run, or of all of them. */
export function readerOf(choose: (runId?: string) => Promise<RunReader>): RunReader {
  return {
    run: async (runId) => (await choose(runId)).run(runId),
    runs: async (filter) => (await choose()).runs(filter),
    series: async (runId) => (await choose(runId)).series(runId),
    curve: async (runId, query) => (await choose(runId)).curve(runId, query),
    entries: async (runId, query) => (await choose(runId)).entries(runId, query),
    console: async (runId, options) => (await choose(runId)).console(runId, options),
    commands: async (runId) => (await choose(runId)).commands(runId),
    checkpoints: async (runId) => (await choose(runId)).checkpoints(runId),
    changes: async (runId, options) => (await choose(runId)).changes(runId, options),
    position: async (runId) => (await choose(runId)).position(runId),
  };
}
