import type { Scope } from '@cartwheel/async-guard';
import { BrokerError, type ExperimentBroker, type PublishResult } from '@cartwheel/broker';
import { createLatestDispatcher, type LatestDispatcher, type MetricSink } from '@cartwheel/callbacks';
import { seriesKey, type ExperimentState } from '@cartwheel/experiment-state';
import type { Publisher } from './observe/telemetry.ts';
import type { RunLease } from './run-lease.ts';

/** Published ten times a second at most: no eye sees more, and it takes training's own time. */
const EVERY_MS = 100;
const METRICS_EVERY_MS = 50;

/** The state document of a run, changed here at once and published from here: the newest one wins. */
export interface LiveState {
  readonly current: ExperimentState;
  /** Published at once after a quiet time or with a new status, else within `everyMs`: only the newest document waits. */
  change(change: Partial<Omit<ExperimentState, 'metrics'>>): void;
  /** True when the newest document stands in the broker. */
  flush(): Promise<boolean>;
  /** Keeps the latest value of each metric in the document. */
  readonly sink: MetricSink;
}

export interface LiveStateOptions {
  broker: Publisher & Pick<ExperimentBroker, 'create'>;
  lease: RunLease;
  /** As `broker.create` gave it. It is put there again where the lease finds the run gone. */
  initial: ExperimentState;
  scope: Scope;
  now: () => number;
  /** The least time between two documents, in milliseconds. Default 100. */
  everyMs?: number;
  /** The broker had lost the run, and has it again. */
  onRestored: (loss: BrokerError) => void;
}

export function createLiveState(options: LiveStateOptions): LiveState {
  return new PublishedState(options);
}

class PublishedState implements LiveState {
  readonly sink: MetricSink = {
    name: 'live state',
    kind: 'live',
    // A call a rollout would take more of training's time than it tells anybody.
    everyMs: METRICS_EVERY_MS,
    write: ({ points }) => {
      for (const point of points) this.#metrics[seriesKey(point.name, point.context)] = point;
      this.change({});
      return Promise.resolve();
    },
  };
  readonly #options: LiveStateOptions;
  readonly #latest: LatestDispatcher<undefined>;
  #current: ExperimentState;
  /** What is to come into it when somebody reads it: training changes it far more often. */
  #changes: Partial<ExperimentState> = {};
  #metrics: ExperimentState['metrics'] = {};
  /** Of the document that stands in the broker. */
  #version: number;

  constructor(options: LiveStateOptions) {
    const { initial, lease, scope, everyMs = EVERY_MS } = options;
    this.#options = options;
    this.#current = initial;
    this.#version = initial.version;
    this.#latest = createLatestDispatcher(() => this.#publish(), { name: 'run state', scope, everyMs });
    lease.restoreBy(() => this.change({}));
  }

  get current(): ExperimentState {
    this.#current = { ...this.#current, ...this.#changes, metrics: { ...this.#current.metrics, ...this.#metrics } };
    this.#changes = {};
    this.#metrics = {};
    return this.#current;
  }

  change(part: Partial<Omit<ExperimentState, 'metrics'>>): void {
    const status = this.#changes.status ?? this.#current.status;
    this.#changes = { ...this.#changes, ...part, updatedAt: this.#options.now() };
    this.#latest.push(undefined, { atOnce: (part.status ?? status) !== status });
  }

  flush(): Promise<boolean> {
    return this.#latest.flush();
  }

  async #publish(): Promise<void> {
    if (this.#options.lease.lost.aborted) return;
    const state = this.current;
    const first = await this.#offer(state);
    // The lease is ours, so what stands there is our own document, whose acknowledgement was lost.
    if (first?.status === 'conflict') await this.#offer(state);
  }

  /** None where the run was gone, and is there again with this document. */
  async #offer(state: ExperimentState): Promise<PublishResult | undefined> {
    const { broker, lease } = this.#options;
    const version = this.#version;
    const result = await broker
      .publish({ ...state, version }, { expectedVersion: version })
      .catch((error: unknown) => this.#restore(state, error));
    if (result === undefined) return undefined;
    if (result.status === 'stale') lease.lose(result.epoch);
    else this.#version = result.version;
    return result;
  }

  /**
   * Redis answers before its replicas have a write: one that is promoted may not know the run. What it lost is all here, and
   * the writer's epoch comes back with it, so that the lease is renewed as before.
   */
  async #restore(state: ExperimentState, error: unknown): Promise<undefined> {
    if (!isLoss(error)) throw error;
    const { broker, lease, onRestored } = this.#options;
    this.#version = (await broker.create({ ...state, writerEpoch: lease.epoch })).version;
    onRestored(error);
  }
}

/** `unknown-run` where this process had not published to it yet. */
function isLoss(error: unknown): error is BrokerError {
  return error instanceof BrokerError && (error.code === 'broker/lost-run' || error.code === 'broker/unknown-run');
}
