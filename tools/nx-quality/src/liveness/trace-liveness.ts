import type { Entry } from '../dead-code/entries/entry.ts';
import { edgesOf } from './edges-of.ts';
import type { ModuleIndex } from './module-index.ts';
import { keyOf, type LiveEdge, type LiveNode } from './node.ts';

/** How a living point was reached first, which by breadth-first order is also the shortest way. */
export interface Arrival {
  readonly node: LiveNode;
  readonly from?: Arrival;
  readonly edge?: LiveEdge;
  /** Set where the way begins. */
  readonly entry?: Entry;
}

/** What lives, seen from a set of entries. */
export interface Liveness {
  isLoaded(file: string): boolean;
  isExportAlive(file: string, name: string): boolean;
  isDeclarationAlive(file: string, name: string): boolean;
  arrivals(): Iterable<Arrival>;
}

/** Walks from the entries over everything they keep alive: each point once. */
export function traceLiveness(entries: readonly Entry[], index: ModuleIndex): Liveness {
  const arrivals = new Map<string, Arrival>();
  const alive = new Set<string>();
  const queue: Arrival[] = [];
  const arrive = (arrival: Arrival): void => {
    const key = keyOf(arrival.node);
    if (arrivals.has(key)) return;
    arrivals.set(key, arrival);
    const { type, file, name } = arrival.node;
    alive.add(`${type}|${file}|${name ?? ''}`);
    queue.push(arrival);
  };
  for (const entry of entries) for (const node of startsOf(entry)) arrive({ node, entry });
  // Grows while it is read.
  for (const from of queue) for (const edge of edgesOf(from.node, index)) arrive({ node: edge.to, from, edge });
  return {
    isLoaded: (file) => alive.has(`module|${file}|`),
    isExportAlive: (file, name) => alive.has(`export|${file}|${name}`),
    isDeclarationAlive: (file, name) => alive.has(`declaration|${file}|${name}`),
    arrivals: () => arrivals.values(),
  };
}

function startsOf({ file, exports }: Entry): LiveNode[] {
  if (exports === 'none') return [{ type: 'module', file }];
  if (exports === 'all') return [{ type: 'namespace', file }];
  return [{ type: 'module', file }, ...exports.map((name): LiveNode => ({ type: 'export', file, name }))];
}
