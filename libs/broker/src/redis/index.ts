export { createRedisBroker } from './create-redis-broker.ts';
export type { RedisBrokerOptions } from './redis-broker-options.ts';
export { inspectRedis, type RedisReport } from './inspect-redis.ts';
