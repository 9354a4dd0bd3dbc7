import type { RedisConnection } from '../redis-connection.ts';
import { parseReply, type Reply } from '../reply.ts';
import type { Script, ScriptArgument } from '../script.ts';
import type { PublishQueue } from './publish-queue.ts';
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
  readonly queue: PublishQueue;

  constructor(
    { connection, queue }: { connection: RedisConnection; queue: PublishQueue },
    runId: string,
    keys: RunKeys,
    limits: RunLimits,
  ) {
    this.connection = connection;
    this.queue = queue;
    this.runId = runId;
    this.keys = keys;
    this.limits = limits;
  }

  get keptEvents(): number {
    return keptEvents(this.limits);
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

/** Entries that the stream of events keeps, about: with the whole document before the oldest patch that is wanted. */
export function keptEvents({ historyLimit, snapshotEvery }: RunLimits): number {
  return historyLimit + snapshotEvery;
}
