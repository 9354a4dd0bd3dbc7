import { chmod, chown, mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { makeSocketFolder, socketPath } from './socket-path.ts';

const refused = { code: 'broker/refused' };
let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'cartwheel-sockets-'));
});
afterEach(() => rm(root, { recursive: true }));

describe('the folder of the sockets', () => {
  it('is made for its own user alone, with what is above it, and is taken as it was made', async () => {
    const folder = join(root, 'above', 'sockets');
    await makeSocketFolder(folder);
    await makeSocketFolder(folder);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
  });

  it('is that of each socket, under the name of the user', async () => {
    const folder = dirname(socketPath('a'));
    await makeSocketFolder();
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    expect(folder).toBe(join(tmpdir(), `cartwheel-${userInfo().uid}`));
    expect(socketPath('a')).toBe(join(folder, 'a.sock'));
  });

  it.each(['710', '701', '740', '777'])('is refused where others can get at it: mode %s', async (mode) => {
    const folder = join(root, 'sockets');
    await mkdir(folder);
    await chmod(folder, Number.parseInt(mode, 8));
    await expect(makeSocketFolder(folder)).rejects.toMatchObject({
      ...refused,
      message: expect.stringContaining(`the folder ${folder} to be this user's alone`),
    });
  });

  it("is refused where it is somebody else's", async () => {
    await expect(makeSocketFolder(await foreignFolder())).rejects.toMatchObject(refused);
  });
});

/** Root can give a folder away that is closed to all others; for any other user there is the root's. */
async function foreignFolder(): Promise<string> {
  if (userInfo().uid !== 0) return '/';
  const folder = join(root, 'sockets');
  await mkdir(folder, { mode: 0o700 });
  await chown(folder, 1, 1);
  return folder;
}

describe('on Windows', () => {
  const { platform } = process;
  beforeEach(() => void Object.defineProperty(process, 'platform', { value: 'win32' }));
  afterEach(() => void Object.defineProperty(process, 'platform', { value: platform }));

  it('the socket is a named pipe, which lies in no folder', async () => {
    expect(socketPath('a')).toBe(String.raw`\\.\pipe\cartwheel-a`);
    await makeSocketFolder(join(root, 'none'));
    await expect(stat(join(root, 'none'))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
