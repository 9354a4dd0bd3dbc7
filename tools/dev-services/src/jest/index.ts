export { describeWithRedis } from './describe-with-redis.ts';
export { describeWithService, type SharedService } from './describe-with-service.ts';
export * from '../redis/index.ts';
export {
  startTestService,
  type StartedTestService,
  type TestService,
  type TestServiceOptions,
} from './test-service.ts';
