export { describeWithRedis } from './describe-with-redis.ts';
export { redisAvailable, redisIsRequired } from './redis-available.ts';
export { startRedisServer, type RedisServer, type RedisServerOptions } from './redis-server.ts';
