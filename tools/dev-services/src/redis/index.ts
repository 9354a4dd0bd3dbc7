export { askRedis } from './ask-redis.ts';
export { redisAvailable, redisIsRequired } from './redis-available.ts';
export { startRedisCluster, type RedisCluster } from './redis-cluster.ts';
export { startRedisSentinel, type RedisSentinel } from './redis-sentinel.ts';
export { startRedisServer, type RedisServer, type RedisServerOptions } from './redis-server.ts';
