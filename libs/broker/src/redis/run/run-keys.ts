/** The keys of one run. The braces put them all into one slot of a cluster. */
export interface RunKeys {
  /**
   * Hash: `state`, the last whole document (JSON), and its `snapshotVersion`; `patch`, the JSON Patch from there to the
   * document that stands, or nothing, and the `stateVersion`, `stateId` (request id) and `schemaVersion` of that; `version`
   * and `lastId` of the last event; `epoch`, `leaseOwner`, `leaseExpiresAt`; `pointPosition`; `indexed`, what the index
   * knows of the run.
   */
  readonly run: string;
  /**
   * Stream of the run's events; an entry's id is `<version>-0`, its fields are `id`, `type` and `data` (JSON), in this order,
   * and of a patch `from` and `snapshot`.
   */
  readonly events: string;
  /** Stream of the commands without an outcome; an entry's id is `<version>-0`, its field is `data` (JSON). */
  readonly commands: string;
  /** Hash: entry of `commands` by command id. */
  readonly pending: string;
  /** Hash: outcome (JSON) by command id. */
  readonly outcomes: string;
  /** Sorted set of the command ids in `outcomes`, by version. */
  readonly settled: string;
  /** Stream of batches of points; an entry's id is `<position>-0`, its fields are `after` and `data` (msgpack). */
  readonly points: string;
  /** Pub/sub channel: says that there is something new, no more. */
  readonly wakeUp: string;
  /** The same of commands alone: who obeys them is not woken by what it publishes itself. */
  readonly commandWakeUp: string;
}

export function runKeys(prefix: string, runId: string): RunKeys {
  const family = `${prefix}exp:{${runId}}`;
  return {
    run: `${family}:run`,
    events: `${family}:events`,
    commands: `${family}:commands`,
    pending: `${family}:pending`,
    outcomes: `${family}:outcomes`,
    settled: `${family}:settled`,
    points: `${family}:points`,
    wakeUp: `${family}:wake-up`,
    commandWakeUp: `${family}:command-wake-up`,
  };
}
