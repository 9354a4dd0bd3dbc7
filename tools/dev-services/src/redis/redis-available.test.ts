import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { redisAvailable, redisIsRequired } from './redis-available.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cartwheel-path-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('finds a program in any folder of PATH', () => {
  writeFileSync(join(folder, 'redis-server'), '');
  chmodSync(join(folder, 'redis-server'), 0o755);
  expect(redisAvailable({ PATH: ['/nowhere', folder].join(delimiter) })).toBe(true);
});

it('finds nothing where there is no such program', () => {
  expect(redisAvailable({ PATH: folder })).toBe(false);
  expect(redisAvailable({})).toBe(false);
});

it('is required where CI is "true" and nowhere else', () => {
  expect(redisIsRequired({ CI: 'true' })).toBe(true);
  expect(redisIsRequired({ CI: '1' })).toBe(false);
  expect(redisIsRequired({})).toBe(false);
});
