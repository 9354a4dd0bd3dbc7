import type { TrainingCallback } from '../training-callback/training-callback.ts';
import { numbersOf } from '../training-callback/callback-snapshot.ts';
import { requireCount } from './require-count.ts';

/** Stops once so many training episodes have ended, over all environments. Throws `callbacks/invalid-count`. */
export function createStopAfterEpisodes(episodes: number): TrainingCallback {
  requireCount('episodes', episodes);
  let ended = 0;
  return {
    name: 'stop after episodes',
    snapshot: () => ({ ended }),
    restore(snapshot) {
      ({ ended } = numbersOf(snapshot, { ended }));
    },
    onEpisodeEnd() {
      ended += 1;
      return ended >= episodes ? { stop: `${ended} episodes have ended` } : undefined;
    },
  };
}
