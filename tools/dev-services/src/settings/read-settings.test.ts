import { expect, it } from '@jest/globals';
import { parseSettings, readSettings } from './read-settings.ts';

const settings = await readSettings();

it('reads the settings that the package ships', () => {
  expect(settings).toMatchObject({ project: 'cartwheel', redis: { port: 6379 }, aim: { uiPort: 43800 } });
});

it.each([
  ['an unknown key', { ...settings, reddis: {} }, /reddis/],
  ['a port that is none', { ...settings, redis: { ...settings.redis, port: 70_000 } }, /redis\.port/],
  ['an image without a tag', { ...settings, aim: { ...settings.aim, image: 'docker.io/aim' } }, /registry\/name:tag/],
  ['a version with a range', { ...settings, mlflow: { ...settings.mlflow, version: '^3' } }, /digits and dots/],
  ['a name that no container may have', { ...settings, project: 'My Project' }, /project/],
  ['one port twice', { ...settings, mlflow: { ...settings.mlflow, port: 6379 } }, /four different ports/],
])('refuses %s, and says where', (_what, value, message) => {
  expect(() => parseSettings(value, 'a.json')).toThrow(
    expect.objectContaining({ code: 'SETTINGS_INVALID', message: expect.stringMatching(message) }),
  );
});

it('refuses a file that is not there, by its name', async () => {
  await expect(readSettings('/nowhere/services.json')).rejects.toMatchObject({
    code: 'SETTINGS_INVALID',
    message: expect.stringContaining('/nowhere/services.json'),
  });
});
