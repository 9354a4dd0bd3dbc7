import { expect, it } from '@jest/globals';
import { describeWithService, startTestService } from '../../src/jest/index.ts';
import { installedEngines } from '../../src/engines/installed-engines.ts';
import { askRedis } from './redis-commands.ts';

const urls: string[] = [];
const uniques: string[] = [];

describeWithService('Redis for a test', 'redis', (redis) => {
  it('answers', async () => {
    const { url, unique } = redis();
    urls.push(url);
    uniques.push(unique);
    expect(await askRedis(url, `SET ${unique}:key 1`)).toBe('+OK\r\n');
  });
});

describeWithService('Redis for another test of the same worker', 'redis', (redis) => {
  it('is the same server under another name', async () => {
    const { url, unique } = redis();
    expect([url]).toEqual(urls);
    expect(uniques).not.toContain(unique);
    expect(await askRedis(url, `EXISTS ${unique}:key`)).toBe(':0\r\n');
  });

  it('is run by the first engine that works', () => {
    expect(installedEngines('redis')).toContain(redis().engine);
  });
});

it('startTestService gives one of its own, gone after stop', async () => {
  const redis = await startTestService('redis', { engine: 'local' });
  expect(urls).not.toContain(redis.url);
  expect(await askRedis(redis.url, 'PING')).toBe('+PONG\r\n');
  await redis.stop();
  await redis.stop();
  await expect(askRedis(redis.url, 'PING')).rejects.toThrow(/ECONNREFUSED/);
});

it('startTestService crashes and restarts it where it was, with its data', async () => {
  await using redis = await startTestService('redis', { engine: 'local' });
  await askRedis(redis.url, 'SET kept 1');
  await askRedis(redis.url, 'SAVE');

  await redis.crash();
  await expect(askRedis(redis.url, 'PING')).rejects.toThrow(/ECONNREFUSED/);

  await redis.restart();
  expect(await askRedis(redis.url, 'EXISTS kept')).toBe(':1\r\n');
});
