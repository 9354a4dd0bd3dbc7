export { describeWithRedis } from './describe-with-redis.ts';
export { describeWithService, type SharedService } from './describe-with-service.ts';
export { redisAvailable, redisIsRequired } from './redis-available.ts';
export { startRedisServer, type RedisServer, type RedisServerOptions } from './redis-server.ts';
export {
  startTestService,
  type StartedTestService,
  type TestService,
  type TestServiceOptions,
} from './test-service.ts';
