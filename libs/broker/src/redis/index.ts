export { createRedisBroker } from './create-redis-broker.ts';
export type { RedisBrokerOptions } from './redis-broker-options.ts';
