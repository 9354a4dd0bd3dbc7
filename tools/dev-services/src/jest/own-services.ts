import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import getPort from 'get-port';
import type { ServiceName } from '../services/part.ts';
import { readSettings } from '../settings/read-settings.ts';
import type { Settings } from '../settings/settings.schema.ts';

const END_WITH_STARTER = fileURLToPath(new URL('../../bin/end-with-starter.js', import.meta.url));

/** The settings file of services that share a folder with it. */
export function settingsFileIn(home: string): string {
  return join(home, 'services.json');
}

/** Tests start many at once, on machines that are busy with other tests. */
const PATIENCE_MS = 180_000;

/** Writes settings with free ports and names that nobody else has into the folder. */
export async function writeOwnSettings(home: string): Promise<void> {
  const settings = await readSettings();
  const own: Settings = {
    ...settings,
    project: `cartwheel-test-${randomUUID().slice(0, 8)}`,
    redis: { ...settings.redis, port: await freePort(), readyWithinMs: PATIENCE_MS },
    aim: { ...settings.aim, port: await freePort(), uiPort: await freePort(), readyWithinMs: PATIENCE_MS },
    mlflow: { ...settings.mlflow, port: await freePort(), readyWithinMs: PATIENCE_MS },
  };
  await writeFile(settingsFileIn(home), JSON.stringify(own));
}

function freePort(): Promise<number> {
  return getPort({ host: '127.0.0.1' });
}

/**
 * Starts a watcher that, once this process has ended in whatever way, takes the service down with its data and deletes the
 * folder. To be called before the service starts, so that nothing can be left behind. Gives what does so now; it resolves
 * when all is gone.
 */
export async function endWithThisProcess(home: string, name: ServiceName): Promise<() => Promise<void>> {
  const watcher = spawn(process.execPath, [END_WITH_STARTER, home, settingsFileIn(home), name], {
    stdio: ['pipe', 'pipe', 'ignore'],
    detached: true,
  });
  const ended = once(watcher, 'exit');
  await once(watcher.stdout, 'data');
  // A test that forgets to stop must not hold its process open. The pipes are sockets, which their type does not say.
  watcher.unref();
  for (const pipe of [watcher.stdin, watcher.stdout]) if (pipe instanceof Socket) pipe.unref();

  let stopping: Promise<void> | undefined;
  async function stop(): Promise<void> {
    watcher.ref();
    watcher.stdin.end();
    await ended;
  }
  return () => (stopping ??= stop());
}
