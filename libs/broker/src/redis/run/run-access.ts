import type { RedisConnection } from '../redis-connection.ts';
import { parseReply, type Reply } from '../reply.ts';
import type { Script, ScriptArgument } from '../script.ts';
import type { RunKeys } from './run-keys.ts';

export interface RunLimits {
  readonly historyLimit: number;
  readonly snapshotEvery: number;
}

/** How the parts of a run in Redis get at it. */
export class RunAccess {
  readonly connection: RedisConnection;
  readonly runId: string;
  readonly keys: RunKeys;
  readonly limits: RunLimits;

  constructor(connection: RedisConnection, runId: string, keys: RunKeys, limits: RunLimits) {
    this.connection = connection;
    this.runId = runId;
    this.keys = keys;
    this.limits = limits;
  }

  /** Entries that the stream of events keeps, about: with the whole document before the oldest patch that is wanted. */
  get keptEvents(): number {
    return this.limits.historyLimit + this.limits.snapshotEvery;
  }

  /** Throws `broker/unknown-run` and what the connection throws. */
  async run(
    script: Script,
    names: readonly Exclude<keyof RunKeys, 'wakeUp'>[],
    args: readonly ScriptArgument[],
  ): Promise<Reply> {
    const keys = names.map((name) => this.keys[name]);
    return parseReply(await this.connection.run(script, keys, args), this.runId);
  }
}
