import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { readRecord, removeRecord, writeRecord } from './service-record.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'cartwheel-record-'));
});
afterEach(() => rmSync(home, { recursive: true }));

it('is there from its writing to its removal, for its project and service alone', async () => {
  const folder = { home, project: 'one' };
  const record = { service: 'redis', engine: 'local', ports: [6379] } as const;
  expect(await readRecord(folder, 'redis')).toBeUndefined();
  await writeRecord(folder, record);
  expect(await readRecord(folder, 'redis')).toEqual(record);
  expect(await readRecord(folder, 'aim')).toBeUndefined();
  expect(await readRecord({ home, project: 'two' }, 'redis')).toBeUndefined();
  await removeRecord(folder, 'redis');
  await removeRecord(folder, 'redis');
  expect(await readRecord(folder, 'redis')).toBeUndefined();
});
