import type { Scope } from '@cartwheel/async-guard';
import type { LiveEvent } from '../api/live-event.schema.ts';
import type { RunReader } from '../server/run-reader.ts';
import type { RunViewers } from '../steering/run-viewers.ts';
import { RunFeed } from './run-feed.ts';
import { watchWriter } from './watch-writer.ts';

export interface FeedOptions {
  after: number;
  signal: AbortSignal;
}

/** One feed a run, as long as a page follows it. */
export interface RunFeeds {
  follow(runId: string, options: FeedOptions): AsyncGenerator<LiveEvent>;
  /** Runs that are read for somebody. */
  readonly size: number;
}

interface OpenFeed {
  feed: RunFeed;
  pages: number;
  end: AbortController;
}

export function createRunFeeds(store: RunReader, viewers: RunViewers, scope: Scope): RunFeeds {
  const open = new Map<string, OpenFeed>();

  function join(runId: string): OpenFeed {
    const known = open.get(runId);
    if (known !== undefined) return known;
    const feed = new RunFeed({
      store,
      runId,
      watchWriter: (tell, signal) => watchWriter(viewers, runId, { tell, signal }),
    });
    const joined = { feed, pages: 0, end: new AbortController() };
    open.set(runId, joined);
    void scope.spawn(`follow run ${runId}`, async (signal) => {
      await feed.run(AbortSignal.any([signal, joined.end.signal]));
      // One that failed must not be found by the next page.
      if (open.get(runId) === joined) open.delete(runId);
    });
    return joined;
  }

  return {
    async *follow(runId, options) {
      const joined = join(runId);
      joined.pages += 1;
      try {
        yield* joined.feed.follow(options);
      } finally {
        joined.pages -= 1;
        if (joined.pages === 0) {
          joined.end.abort();
          if (open.get(runId) === joined) open.delete(runId);
        }
      }
    },
    get size() {
      return open.size;
    },
  };
}
