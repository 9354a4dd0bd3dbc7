import type { LearnerState, Ring } from '../checkpoint/learner-state.ts';

/** A state whose replay buffers, too, are copies: as a file would hold it. */
export function copyState({ parts, rings }: LearnerState): LearnerState {
  return {
    parts: structuredClone(parts),
    rings: Object.fromEntries(Object.entries(rings).map(([name, ring]) => [name, copyRing(ring)])),
  };
}

function copyRing({ capacity, added, columns }: Ring): Ring {
  const copies = Object.entries(columns).map(([name, column]) => [name, column.slice()] as const);
  return { capacity, added, columns: Object.fromEntries(copies), restoreAdded: () => undefined };
}
