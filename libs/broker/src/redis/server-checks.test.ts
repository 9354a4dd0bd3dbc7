import { expect, it } from '@jest/globals';
import { checkServer } from './server-checks.ts';

const address = 'redis://127.0.0.1:6379';
const policy = (name: string): string => `# Memory\r\nmaxmemory_policy:${name}\r\n`;
const version = (text: string): string => `# Server\r\nredis_version:${text}\r\nos:Linux\r\n`;

it.each(['7.0.0', '7.0.15', '8.2.1', '10.0.0'])('takes Redis %s', (text) => {
  expect(() => checkServer(version(text) + policy('noeviction'), address)).not.toThrow();
});

it.each(['6.2.14', '5.0.7', '0.7.0'])('refuses Redis %s, with the address', (text) => {
  expect(() => checkServer(version(text), address)).toThrow(
    expect.objectContaining({
      code: 'broker/unsupported-server',
      message: `Expected Redis 7.0 or newer at ${address}, found ${text}.`,
    }),
  );
});

it('refuses what does not say its version', () => {
  expect(() => checkServer('', address)).toThrow(/found no version/);
});

it.each(['allkeys-lru', 'volatile-ttl'])('refuses a server that evicts: %s', (name) => {
  expect(() => checkServer(version('7.0.15') + policy(name), address)).toThrow(
    expect.objectContaining({ code: 'broker/evicting-server', message: expect.stringContaining(name) }),
  );
});
