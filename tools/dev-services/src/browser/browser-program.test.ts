import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { browserProgram } from './browser-program.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cartwheel-path-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('finds a Chromium under any of its names, and none where there is none', () => {
  expect(browserProgram({ PATH: folder })).toBeUndefined();
  const program = join(folder, 'google-chrome');
  writeFileSync(program, '');
  chmodSync(program, 0o755);
  expect(browserProgram({ PATH: folder })).toBe(program);
});

it('takes the one that is named', () => {
  expect(browserProgram({ PATH: folder, CARTWHEEL_CHROMIUM: '/opt/browser' })).toBe('/opt/browser');
});
