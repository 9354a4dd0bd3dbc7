import { describe, expect, it } from '@jest/globals';
import { installedEngines } from '../../src/engines/installed-engines.ts';
import { describeWithService, redisIsRequired } from '../../src/jest/index.ts';
import { servicesCommand } from './services-command.ts';

async function json(url: string, body?: unknown): Promise<Record<string, any>> {
  const response = await fetch(url, {
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    headers: { 'content-type': 'application/json' },
  });
  expect(response.status).toBe(200);
  return (await response.json()) as Record<string, any>;
}

describeWithService(
  'Aim by Podman',
  'aim',
  (aim) => {
    it('has its tracking server and its web page on one repository', async () => {
      const { url, uiUrl, engine } = aim();
      expect(engine).toBe('podman');
      await json(`${url.replace('aim:', 'http:')}/status/`);
      expect(await json(`${uiUrl}/api/projects/`)).toMatchObject({ path: expect.stringContaining('/data') });
    });
  },
  { engine: 'podman' },
);

describeWithService(
  'MLflow as a local program',
  'mlflow',
  (mlflow) => {
    it('keeps an experiment', async () => {
      const { url, unique } = mlflow();
      const { experiment_id: id } = await json(`${url}/api/2.0/mlflow/experiments/create`, { name: unique });
      const { experiment } = await json(`${url}/api/2.0/mlflow/experiments/get?experiment_id=${id}`);
      expect(experiment).toMatchObject({ name: unique, lifecycle_stage: 'active' });
    });
  },
  { engine: 'local' },
);

const podmanRuns = installedEngines('aim').includes('podman') || redisIsRequired();

(podmanRuns ? describe : describe.skip)('20 times up at once, of Aim by Podman', () => {
  it('give one server and one page, and none is left after down', async () => {
    await using services = await servicesCommand();
    const up = (): ReturnType<typeof services.run> => services.run('up', 'aim', '--engine', 'podman');
    const all = await Promise.all(Array.from({ length: 20 }, up));
    expect(all.map(({ code }) => code)).toEqual(all.map(() => 0));
    expect(new Set(all.map(({ rows }) => String(rows[0]?.['urls']))).size).toBe(1);
    expect(all.filter(({ rows }) => rows[0]?.['started'] === true)).toHaveLength(1);
    const states = (await services.run('status', 'aim')).rows;
    expect(states).toMatchObject([
      { part: 'aim-server', engine: 'podman', state: 'ready' },
      { part: 'aim-ui', engine: 'podman', state: 'ready' },
    ]);
    await services.run('down', 'aim');
    for (const { url } of states) await expect(fetch(String(url).replace('aim:', 'http:'))).rejects.toThrow(/fetch/);
  }, 600_000);
});
