import type { AcquireLeaseOptions, Lease, LeaseResult, RenewResult } from '../../experiment-broker.ts';
import { numberField, textField, type Reply } from '../reply.ts';
import { acquireLease, releaseLease, renewLease } from '../scripts/lease.ts';
import type { RunAccess } from './run-access.ts';

/** The writer's lease of a run in Redis. */
export class RedisLeases {
  readonly #access: RunAccess;

  constructor(access: RunAccess) {
    this.#access = access;
  }

  async acquire({ owner, ttlMs }: AcquireLeaseOptions): Promise<LeaseResult> {
    const reply = await this.#access.run(acquireLease, ['run'], [owner, ttlMs]);
    return { status: reply.status === 'held' ? 'held' : 'acquired', lease: this.#lease(reply) };
  }

  async renew({ owner, epoch }: Lease, ttlMs: number): Promise<RenewResult> {
    const reply = await this.#access.run(renewLease, ['run'], [owner, epoch, ttlMs]);
    if (reply.status === 'lost') return { status: 'lost', epoch: numberField(reply, 0) };
    return { status: 'renewed', lease: this.#lease(reply) };
  }

  async release({ epoch }: Lease): Promise<void> {
    await this.#access.run(releaseLease, ['run'], [epoch]);
  }

  #lease(reply: Reply): Lease {
    return {
      runId: this.#access.runId,
      owner: textField(reply, 0),
      epoch: numberField(reply, 1),
      expiresAt: numberField(reply, 2),
    };
  }
}
