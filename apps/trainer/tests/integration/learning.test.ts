import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { cartwheel, jsonLines } from '../run-cartwheel.ts';

const out = mkdtempSync(join(tmpdir(), 'cartwheel-learning-'));
afterAll(() => rmSync(out, { recursive: true, force: true }));

it('the main job solves CartPole-v1: a mean return of at least 475 over 20 episodes', async () => {
  const { code, stdout } = await cartwheel('train', '--env', 'CartPole-v1', '--algo', 'ppo', '--json', '--out', out);
  const finished = jsonLines(stdout).at(-1);
  expect({ code, finished }).toMatchObject({ code: 0, finished: { status: 'finished', timesteps: 100_096 } });
  expect(finished?.['evalMean']).toBeGreaterThanOrEqual(475);
}, 300_000);
