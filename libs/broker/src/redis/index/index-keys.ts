/** The keys by which runs are found: in slots of their own, whatever slot a run is in. */
export interface IndexKeys {
  /** Sorted set of all run ids, by the time of creation. */
  readonly all: string;
  /** Sorted set of `<run id> <request id>` of changes under way, by the server's time in ms. */
  readonly changing: string;
  /** Sorted set of the run ids that a facet is true of, by the version of the document that says so. */
  facet(facet: string): string;
}

export function indexKeys(prefix: string): IndexKeys {
  return {
    all: `${prefix}exp:index`,
    changing: `${prefix}exp:index:changing`,
    facet: (facet) => `${prefix}exp:index:${facet}`,
  };
}
