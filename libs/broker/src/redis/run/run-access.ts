import type { RedisConnection } from '../redis-connection.ts';
import { parseReply, type Reply } from '../reply.ts';
import { inProtocol } from '../script-arguments.ts';
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
  /** What each publish tells of the run, in Redis's protocol: the keys of its hash and its events, and the wake-up channel. */
  readonly publishKeys: Uint8Array;
  readonly wakeUpChannel: Uint8Array;

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
    this.publishKeys = Buffer.from(inProtocol(keys.run, keys.events));
    this.wakeUpChannel = Buffer.from(inProtocol(keys.wakeUp));
  }

  get keptEvents(): number {
    return keptEvents(this.limits);
  }

  /** Throws `broker/unknown-run` and what the connection throws. */
  async run(
    script: Script,
    names: readonly Exclude<keyof RunKeys, 'wakeUp' | 'commandWakeUp'>[],
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
