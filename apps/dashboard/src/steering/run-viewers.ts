import type { ExperimentBroker } from '@cartwheel/broker';
import { connectToRun } from '@cartwheel/broker/local';
import type { RunView } from '@cartwheel/session';

/** Ways to the processes that train runs. */
export interface RunViewers extends AsyncDisposable {
  /** Throws `broker/unreachable` where nobody trains the run, or Redis does not answer. */
  open(runId: string): Promise<RunView>;
  /** Redis, where there is one. Throws `broker/unreachable`. */
  readonly openBroker: (() => Promise<ExperimentBroker>) | undefined;
}

/** By the Redis that is given, for the runs that it carries; by the socket on this machine for the others. */
export function createRunViewers(redisUrl: string | undefined): RunViewers {
  const redis = redisUrl === undefined ? undefined : new SharedBroker(redisUrl);
  return {
    openBroker: redis === undefined ? undefined : () => redis.open(),
    async open(runId) {
      const broker = await redis?.open();
      if (broker !== undefined && (await broker.read(runId)) !== null) {
        return { runId, viewer: broker, [Symbol.asyncDispose]: () => Promise.resolve() };
      }
      const viewer = await connectToRun(runId);
      return { runId, viewer, [Symbol.asyncDispose]: () => viewer.close() };
    },
    async [Symbol.asyncDispose]() {
      await redis?.[Symbol.asyncDispose]();
    },
  };
}

/** One connection for all runs; a Redis that is away is tried again by the next who asks. */
class SharedBroker implements AsyncDisposable {
  readonly #url: string;
  #broker: Promise<ExperimentBroker> | undefined;

  constructor(url: string) {
    this.#url = url;
  }

  open(): Promise<ExperimentBroker> {
    const opening = (this.#broker ??= this.#connect());
    opening.catch(() => {
      if (this.#broker === opening) this.#broker = undefined;
    });
    return opening;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const broker = await this.#broker?.catch(() => undefined);
    await broker?.close();
  }

  async #connect(): Promise<ExperimentBroker> {
    const { createRedisBroker } = await import('@cartwheel/broker/redis');
    return createRedisBroker({ url: this.#url });
  }
}
