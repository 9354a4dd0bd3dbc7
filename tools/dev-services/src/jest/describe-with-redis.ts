import { afterAll, beforeAll, describe } from '@jest/globals';
import { HOW_TO_GET_REDIS, redisAvailable, redisIsRequired } from '../redis/redis-available.ts';
import { startRedisServer, type RedisServer, type RedisServerOptions } from '../redis/redis-server.ts';

/**
 * A `describe` whose tests have a Redis server of their own, up before the first and gone after the last; `redis()` gives
 * it inside hooks and tests.
 *
 * Without a `redis-server` in PATH the tests are skipped with a line that says how to get it; where `CI=true` they fail.
 */
export function describeWithRedis(
  name: string,
  define: (redis: () => RedisServer) => void,
  options: RedisServerOptions = {},
): void {
  const runs = redisAvailable() || redisIsRequired();
  if (!runs) process.stderr.write(`Skipped "${name}": no redis-server in PATH. ${HOW_TO_GET_REDIS}\n`);
  const suite = runs ? describe : describe.skip;
  suite(name, () => {
    let server: RedisServer | undefined;
    beforeAll(async () => {
      server = await startRedisServer(options);
    });
    afterAll(() => server?.stop());
    define(() => server ?? notRunning());
  });
}

function notRunning(): never {
  throw new Error('Redis runs only during the tests: call redis() inside a hook or a test.');
}
