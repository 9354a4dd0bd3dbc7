import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { endProcess, runningPid, startProcess, type ProcessPlace } from './local-process.ts';

let root: string;
let place: ProcessPlace;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'cartwheel-process-'));
  place = {
    pidFile: join(root, 'pids', 'one'),
    logFile: join(root, 'logs', 'one.log'),
    folder: join(root, 'work'),
    marks: [root],
  };
});
afterEach(async () => {
  await endProcess(place);
  rmSync(root, { recursive: true });
});

/** A program with a child of its own, as Aim has its web server; both wait for an end that comes from outside. */
const WITH_CHILD = 'sleep 600 & echo $! > child.new && mv child.new child; wait';

async function startWithChild(): Promise<{ leader: number; child: number }> {
  await startProcess(place, ['sh', '-c', WITH_CHILD, 'sh', root], {});
  const file = join(place.folder, 'child');
  while (!existsSync(file)) await new Promise((resolve) => setImmediate(resolve));
  const leader = await runningPid(place);
  return { leader: leader!, child: Number(readFileSync(file, 'utf8')) };
}

/** One that ended but that nobody has waited for yet counts as gone. */
function isAlive(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
  return stdout.trim() !== '' && !stdout.startsWith('Z');
}

it('knows its process by id and command line, and ends it with all that it started', async () => {
  const { leader, child } = await startWithChild();
  expect([isAlive(leader), isAlive(child)]).toEqual([true, true]);
  await endProcess(place);
  expect([isAlive(leader), isAlive(child)]).toEqual([false, false]);
  expect(await runningPid(place)).toBeUndefined();
});

it('ends what a killed leader left behind', async () => {
  const { leader, child } = await startWithChild();
  process.kill(leader, 'SIGKILL');
  while (isAlive(leader)) await new Promise((resolve) => setImmediate(resolve));
  expect(await runningPid(place)).toBeUndefined();
  expect(isAlive(child)).toBe(true);
  await endProcess(place);
  expect(isAlive(child)).toBe(false);
});

it('leaves alone a stranger who has the id now', async () => {
  const { leader } = await startWithChild();
  const stranger = { ...place, marks: ['of another program'] };
  await endProcess({ ...stranger, pidFile: `${place.pidFile}.copy` });
  writeFileSync(`${place.pidFile}.copy`, `${leader}\n`);
  await endProcess({ ...stranger, pidFile: `${place.pidFile}.copy` });
  expect(isAlive(leader)).toBe(true);
});
