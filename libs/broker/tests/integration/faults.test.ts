import { describe, expect, it } from '@jest/globals';
import { redisAvailable, redisIsRequired } from '@cartwheel/dev-services/jest';
import { createGenerator } from '@cartwheel/random';
import { faultScenarios } from './faults/fault-scenarios.ts';

// describeWithRedis of @cartwheel/dev-services says in one line where Redis is missing, and how to get it.
const describeWithServers = redisAvailable() || redisIsRequired() ? describe : describe.skip;

// The short form of `npm run test:faults`.
describeWithServers('the promises of the broker, under attack', () => {
  it.each(
    faultScenarios.map((scenario): [string, typeof scenario] => [`${scenario.promise}: ${scenario.title}`, scenario]),
  )(
    '%s',
    async (_, scenario) => {
      const { figures } = await scenario.run('short', { random: createGenerator(1), note: () => undefined });
      const promised = figures.filter(({ limit }) => limit === 0);
      expect(promised.filter(({ value }) => value !== 0)).toStrictEqual([]);
    },
    120_000,
  );
});
