import { randomUUID } from 'node:crypto';
import type { ExperimentState } from '@cartwheel/experiment-state';
import { BrokerError } from '../../../src/broker-error.ts';
import type { ExperimentBroker } from '../../../src/experiment-broker.ts';
import { newRun, withTimesteps } from '../../../src/testing/broker-harness.ts';
import { untilReached } from '../until-reached.ts';
import type { ScenarioContext } from './fault-scenario.ts';

/** A writer that counts up in its run's document, each count under a request id of its own, sent until it is answered. */
export class CountingWriter {
  readonly #broker: ExperimentBroker;
  readonly #note: ScenarioContext['note'];
  #state: ExperimentState;
  /** The last count that was acknowledged. */
  acknowledged = 0;
  /** Times that Redis stood behind what it had acknowledged, or had lost the run. */
  regressions = 0;
  /** Milliseconds of each publish, where they are wanted. */
  readonly latencies: number[] = [];

  private constructor(broker: ExperimentBroker, state: ExperimentState, note: ScenarioContext['note']) {
    this.#broker = broker;
    this.#state = state;
    this.#note = note;
  }

  static async create(broker: ExperimentBroker, note: ScenarioContext['note']): Promise<CountingWriter> {
    const run = newRun();
    // What was given up for lost may have been done.
    const state = await untilReached(async () => (await broker.read(run.runId)) ?? (await broker.create(run)));
    return new CountingWriter(broker, state, note);
  }

  get runId(): string {
    return this.#state.runId;
  }

  /** Counts on by one. */
  async count(): Promise<void> {
    const next = withTimesteps(this.#state, this.#state.progress.timesteps + 1);
    const options = { expectedVersion: this.#state.version, requestId: randomUUID() };
    const startedMs = performance.now();
    const result = await untilReached(() => this.#broker.publish(next, options)).catch((error: unknown) => {
      if (error instanceof BrokerError && error.code === 'broker/lost-run') return undefined;
      throw error;
    });
    if (result === undefined) return this.#createAgain();
    this.latencies.push(performance.now() - startedMs);
    const { runId } = this;
    this.#note({ op: 'publish', runId, count: next.progress.timesteps, status: result.status });
    if (result.status === 'accepted') {
      this.#state = { ...next, version: result.version };
      this.acknowledged = next.progress.timesteps;
      return;
    }
    if (result.status === 'stale') throw new Error(`Run ${runId} was taken over by epoch ${result.epoch}.`);
    // Only this writer writes: Redis came back with less than it had acknowledged.
    this.regressions += 1;
    this.#state = result.state;
  }

  /** From what is at hand: nothing that was acknowledged is missing then. */
  async #createAgain(): Promise<void> {
    this.regressions += 1;
    this.#note({ op: 'create', runId: this.runId, count: this.acknowledged });
    const { runId } = this;
    this.#state = await untilReached(
      async () => (await this.#broker.read(runId)) ?? (await this.#broker.create(this.#state)),
    );
  }
}

/** What Redis holds less than it acknowledged. */
export async function lostCounts(broker: ExperimentBroker, writers: readonly CountingWriter[]): Promise<number> {
  const losses = writers.map(async ({ runId, acknowledged }) => {
    const state = await untilReached(() => broker.read(runId));
    return Math.max(0, acknowledged - (state?.progress.timesteps ?? -1));
  });
  return (await Promise.all(losses)).reduce((sum, loss) => sum + loss, 0);
}
