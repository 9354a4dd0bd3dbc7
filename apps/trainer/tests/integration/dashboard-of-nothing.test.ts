import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startDashboard } from '../browser/served-runs.ts';
import { cartwheel } from '../run-cartwheel.ts';

describe('a dashboard of a folder in which nothing was trained yet', () => {
  let folder: string;
  let out: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cartwheel-nothing-'));
    out = join(folder, 'runs');
  });
  afterEach(() => rm(folder, { recursive: true }));

  it.each([[[]], [['--read-only']]])(
    'serves its page, makes nothing, and shows the runs once there are some (%j)',
    async (options) => {
      const { server, url } = await startDashboard([...options, '--out', out]);
      const answers = async (path: string): Promise<[number, unknown]> => {
        const answer = await fetch(`${url}${path}`);
        return [answer.status, await answer.json()];
      };
      try {
        expect((await fetch(url)).status).toBe(200);
        expect(await answers('api/runs')).toEqual([200, []]);
        expect(await answers('api/deleted')).toEqual([200, []]);
        expect(await answers('api/settings')).toEqual([200, { names: [], values: {} }]);
        expect(await answers(`api/runs/${'f'.repeat(24)}`)).toMatchObject([404, { code: 'dashboard/no-such-run' }]);
        const headers = { 'content-type': 'application/json', origin: new URL(url).origin };
        const emptied = await fetch(`${url}api/trash/empty`, { method: 'POST', headers, body: '{}' });
        expect(emptied.status).toBe(options.length === 0 ? 200 : 403);
        expect(existsSync(out)).toBe(false);

        const config = ['--env', 'CartPole-v1', '--algo', 'ppo', '--steps', '64', '--set', 'nSteps=32'];
        expect(await cartwheel('train', ...config, '--eval-episodes', '1', '--out', out)).toMatchObject({ code: 0 });
        expect(await answers('api/runs')).toMatchObject([200, [{ algorithm: 'ppo', status: 'finished' }]]);
      } finally {
        server.child.kill('SIGINT');
      }
      expect((await server.finished).code).toBe(0);
    },
    150_000,
  );
});
