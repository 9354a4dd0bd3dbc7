import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { lock } from 'proper-lockfile';
import { DevServiceError } from '../dev-service-error.ts';

/** A holder that was killed stops renewing its lock, which is free after this long. */
const STALE_MS = 5_000;
const RENEW_MS = 1_000;
const RETRY_MS = 100;
/** Longer than the longest thing done under a lock: making an image from packages on a slow line. */
const PATIENCE_MS = 900_000;

/**
 * Does something while no other process holds the lock of that path.
 *
 * @throws DevServiceError `LOCK_TIMEOUT` when it stays taken for 15 minutes
 */
export async function withLock<T>(path: string, action: () => Promise<T>): Promise<T> {
  await mkdir(dirname(path), { recursive: true });
  const release = await lock(path, {
    realpath: false,
    stale: STALE_MS,
    update: RENEW_MS,
    retries: { retries: PATIENCE_MS / RETRY_MS, minTimeout: RETRY_MS, maxTimeout: RETRY_MS },
  }).catch((error: unknown) => {
    throw new DevServiceError(
      'LOCK_TIMEOUT',
      `Expected ${path} to become free, but another process holds it. End that process, then try again.`,
      { cause: error },
    );
  });
  try {
    return await action();
  } finally {
    await release();
  }
}
