import { expect, it } from '@jest/globals';
import { checkServerVersion } from './server-version.ts';

const address = 'redis://127.0.0.1:6379';

it.each(['7.0.0', '7.0.15', '8.2.1', '10.0.0'])('takes Redis %s', (version) => {
  expect(() => checkServerVersion(`# Server\r\nredis_version:${version}\r\nos:Linux\r\n`, address)).not.toThrow();
});

it.each(['6.2.14', '5.0.7', '0.7.0'])('refuses Redis %s, with the address', (version) => {
  expect(() => checkServerVersion(`# Server\r\nredis_version:${version}\r\n`, address)).toThrow(
    expect.objectContaining({
      code: 'broker/unsupported-server',
      message: `Expected Redis 7.0 or newer at ${address}, found ${version}.`,
    }),
  );
});

it('refuses what does not say its version', () => {
  expect(() => checkServerVersion('', address)).toThrow(/found no version/);
});
