import { Writable } from 'node:stream';
import { fuzz, FUZZ_INPUTS, FUZZ_TIMEOUT_MS } from '@cartwheel/jest-preset/fuzzing';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { createLogger } from './create-logger.ts';

/** Writes records to memory. */
class Memory extends Writable {
  text = '';

  override _write(chunk: unknown, _encoding: BufferEncoding, next: () => void): void {
    this.text += String(chunk);
    next();
  }
}

/** At least 35 letters and digits that appear nowhere else: what must not be printed. */
const secret = fc.stringMatching(/^Zq9[a-km-zA-HJ-NP-Z2-9]{32,40}$/);
const name = fc.constantFrom(
  'password',
  'redisPassword',
  'REDIS_PASSWORD',
  'passwd',
  'authToken',
  'x-api-key',
  'apiKey',
  'API_KEY',
  'clientSecret',
  'privateKey',
  'aws_secret_access_key',
  'Authorization',
  'set-cookie',
  'credentials',
);

/** Texts that hold a secret by shape. */
const planted: fc.Arbitrary<(secret: string, name: string) => string> = fc.constantFrom(
  (x: string) => `redis://:${x}@localhost:6379/0`,
  (x: string) => `cannot reach rediss://user:${x}@redis.example:6379, gave up`,
  (x: string) => `https://${x}@git.example/repo.git`,
  (x: string) => `postgres://u:a/b#${x}@db/x`,
  (x: string, key: string) => `GET https://api.example/v1?page=2&${key}=${x}&z=1`,
  (x: string, key: string) => `${key}=${x}`,
  (x: string, key: string) => `{"${key}": "${x}", "a": 1}`,
  (x: string, key: string) => JSON.stringify(JSON.stringify({ [key]: x })),
  (x: string, key: string) => `login --${key} ${x} --verbose`,
  (x: string) => `Authorization: Bearer ${x}`,
  (x: string) => `sent bearer ${x}`,
  (x: string) => `Basic ${x}=`,
  (x: string) => `cookie: a=1; session=${x}`,
  (x: string) => `eyJhbGciOiJIUzI1NiJ9.${x}.${x}`,
  (x: string) => `sk-proj-${x}`,
  (x: string) => `ghp_${x}`,
  (x: string) => `glpat-${x}`,
  (x: string) => `xoxb-${x}`,
  (x: string) => `-----BEGIN RSA PRIVATE KEY-----\n${x}\n-----END RSA PRIVATE KEY-----`,
);

/** Where a text or a named value can stand in a record. */
type Place = (text: string, key: string, bare: string) => [string, Record<string, unknown>];

const places: Place[] = [
  (text: string) => [text, {}],
  (text: string) => ['m', { note: text }],
  (text: string) => ['m', { deep: { list: [1, { text }], set: new Set([text]) } }],
  (text: string) => ['m', { error: new Error(text, { cause: new TypeError(text) }) }],
  (text: string) => ['m', { error: new AggregateError([new Error(text)], 'several') }],
  (text: string) => ['m', { error: { reason: text } }],
  (text: string) => ['m', { component: text, runId: text }],
  (text: string) => ['m', { [text]: 1 }],
  (_text: string, key: string, bare: string) => ['m', { [key]: bare }],
  (_text: string, key: string, bare: string) => ['m', { config: { [key]: { nested: bare } } }],
  (_text: string, key: string, bare: string) => ['m', { headers: new Map([[key, bare]]) }],
  (_text: string, key: string, bare: string) => ['m', { argv: ['train', `--${key}`, bare] }],
];
const placed = fc.constantFrom(...places);

describe('a planted secret', () => {
  it.each(['json', 'pretty'] as const)(
    `is in none of ${FUZZ_INPUTS / 2} fuzzed records, %s`,
    async (format) => {
      const destination = new Memory();
      const logger = createLogger({ destination, format, level: 'debug' });
      let written = 0;
      fuzz(
        fc.tuple(secret, name, planted, placed, fc.string({ maxLength: 12 })),
        ([x, key, plant, place, noise]) => {
          const [message, fields] = place(`${noise} ${plant(x, key)}`, key, x);
          destination.text = '';
          logger.info(message, fields);
          written += 1;
          expect(destination.text).not.toBe('');
          expect(destination.text).not.toContain(x);
        },
        0.5,
      );
      expect(await logger.close()).toEqual({ lost: 0 });
      expect(written).toBeGreaterThanOrEqual(FUZZ_INPUTS / 2);
    },
    FUZZ_TIMEOUT_MS,
  );
});
