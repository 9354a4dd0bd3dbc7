import { expect, it } from '@jest/globals';
import { describeWithService } from '../../src/jest/index.ts';

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
