import { BrokerError } from '../broker-error.ts';

const OLDEST_MAJOR = 7;

/** Refuses what is older than Redis 7.0, from the reply to `INFO server`. Throws `broker/unsupported-server`. */
export function checkServerVersion(info: string, address: string): void {
  const version = /^redis_version:(\S+)/m.exec(info)?.[1];
  if (version !== undefined && Number.parseInt(version, 10) >= OLDEST_MAJOR) return;
  throw new BrokerError(
    'broker/unsupported-server',
    `Expected Redis ${OLDEST_MAJOR}.0 or newer at ${address}, found ${version ?? 'no version'}.`,
  );
}
