import { createMemoryBroker, type ExperimentBroker } from '@cartwheel/broker';
import type { Logger } from '@cartwheel/logging';

export interface LiveBroker extends AsyncDisposable {
  readonly broker: ExperimentBroker;
}

/** Memory by default; Redis, loaded only then, where a URL is given. Throws `broker/unreachable` within five seconds. */
export async function openLiveBroker(redisUrl: string | undefined, logger: Logger): Promise<LiveBroker> {
  const broker = redisUrl === undefined ? createMemoryBroker() : await openRedis(redisUrl, logger);
  return { broker, [Symbol.asyncDispose]: () => broker.close() };
}

async function openRedis(url: string, logger: Logger): Promise<ExperimentBroker> {
  const { createRedisBroker } = await import('@cartwheel/broker/redis');
  const onError = (error: unknown): void => logger.warn('the connection to Redis is in trouble', { error });
  return createRedisBroker({ url, onError });
}
