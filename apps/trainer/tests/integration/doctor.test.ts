import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import getPort from 'get-port';
import { afterAll, afterEach, expect, it } from '@jest/globals';
import { down, up } from '@cartwheel/dev-services';
import { describeWithRedis } from '@cartwheel/dev-services/jest';
import { runDoctor, type DoctorLine } from '@cartwheel/session';
import { cartwheel, jsonLines } from '../run-cartwheel.ts';

const repository = fileURLToPath(new URL('../../../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'cartwheel-doctor-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Development services of their own, which the doctor's process inherits by its environment. */
async function ownServices(): Promise<{ settingsFile: string; home: string }> {
  const shipped = JSON.parse(readFileSync(join(repository, 'tools/dev-services/services.json'), 'utf8'));
  const [redis, aim, aimUi, mlflow] = await Promise.all([0, 1, 2, 3].map(() => getPort({ host: '127.0.0.1' })));
  const settings = {
    ...shipped,
    project: `doctor${process.pid}`,
    redis: { ...shipped.redis, port: redis },
    aim: { ...shipped.aim, port: aim, uiPort: aimUi },
    mlflow: { ...shipped.mlflow, port: mlflow },
  };
  const home = join(folder, 'services');
  mkdirSync(home);
  const settingsFile = join(home, 'services.json');
  writeFileSync(settingsFile, JSON.stringify(settings));
  process.env['CARTWHEEL_SERVICES_HOME'] = home;
  process.env['CARTWHEEL_SERVICES_SETTINGS'] = settingsFile;
  return { settingsFile, home };
}

afterEach(() => {
  delete process.env['CARTWHEEL_SERVICES_HOME'];
  delete process.env['CARTWHEEL_SERVICES_SETTINGS'];
});

async function devServices(): Promise<DoctorLine | undefined> {
  const { lines } = await runDoctor({ out: folder, cwd: repository });
  return lines.find(({ name }) => name === 'dev-services');
}

// A gate: where there is no redis-server, it says what to install.
describeWithRedis('cartwheel doctor and the development services', () => {
  it('tells which of them run and answer, and what would start the others', async () => {
    const options = { ...(await ownServices()), services: ['redis'] as const, engine: 'local' as const };
    expect(await devServices()).toMatchObject({
      status: 'off',
      detail: expect.stringMatching(/^redis is stopped, .*local.* can start it; aim-server .*; aim-ui .*; mlflow /),
      advice: expect.stringContaining('cartwheel-services up'),
    });

    const [started] = await up(options);
    try {
      expect(await devServices()).toMatchObject({
        status: 'ok',
        detail: expect.stringContaining(`redis answers at ${started?.urls[0]} (local); aim-server is stopped`),
      });
      const { stdout } = await cartwheel('doctor', '--json', '--out', folder);
      expect(jsonLines(stdout)).toContainEqual(
        expect.objectContaining({ event: 'check', name: 'dev-services', status: 'ok' }),
      );
    } finally {
      await down({ ...options, volumes: true });
    }
    expect(await devServices()).toMatchObject({ status: 'off' });
  });
});

it('needs no development services: elsewhere it says how to get them', async () => {
  const { lines } = await runDoctor({ out: folder, cwd: folder });
  expect(lines.find(({ name }) => name === 'dev-services')).toMatchObject({
    status: 'off',
    detail: expect.stringContaining('not installed'),
    advice: expect.stringContaining('npm install'),
  });
});
