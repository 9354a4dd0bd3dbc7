import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { installedEngines } from './installed-engines.ts';

let PATH: string;
beforeEach(() => {
  PATH = mkdtempSync(join(tmpdir(), 'cartwheel-path-'));
});
afterEach(() => rmSync(PATH, { recursive: true }));

function install(...names: string[]): void {
  for (const name of names) {
    writeFileSync(join(PATH, name), '');
    chmodSync(join(PATH, name), 0o755);
  }
}

it('finds none in an empty PATH', () => expect(installedEngines('redis', { PATH })).toEqual([]));

it('finds Podman before Docker before a local program', () => {
  install('redis-server', 'docker', 'podman');
  expect(installedEngines('redis', { PATH })).toEqual(['podman', 'docker', 'local']);
});

it('knows which local program a service needs', () => {
  install('redis-server');
  expect(installedEngines('redis', { PATH })).toEqual(['local']);
  expect(installedEngines('aim', { PATH })).toEqual([]);
});
