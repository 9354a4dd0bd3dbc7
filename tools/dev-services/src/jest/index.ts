export { describeWithRedis } from './describe-with-redis.ts';
export { describeWithService, type SharedService } from './describe-with-service.ts';
export { redisAvailable, redisIsRequired } from './redis-available.ts';
export { startRedisCluster, type RedisCluster } from './redis-cluster.ts';
export { startRedisSentinel, type RedisSentinel } from './redis-sentinel.ts';
export { startRedisServer, type RedisServer, type RedisServerOptions } from './redis-server.ts';
export {
  startTestService,
  type StartedTestService,
  type TestService,
  type TestServiceOptions,
} from './test-service.ts';
