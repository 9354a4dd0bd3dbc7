import { BrokerError } from '../broker-error.ts';

const OLDEST_MAJOR = 7;

/**
 * Refuses servers on which a broker's promises do not hold, from their replies to `INFO server memory`.
 * Throws `broker/unsupported-server` for one older than Redis 7.0, and `broker/evicting-server`.
 */
export function checkServer(info: string, address: string): void {
  const version = fieldOf(info, 'redis_version');
  if (version === undefined || Number.parseInt(version, 10) < OLDEST_MAJOR) {
    throw new BrokerError(
      'broker/unsupported-server',
      `Expected Redis ${OLDEST_MAJOR}.0 or newer at ${address}, found ${version ?? 'no version'}.`,
    );
  }
  const policy = fieldOf(info, 'maxmemory_policy') ?? 'noeviction';
  if (policy === 'noeviction') return;
  throw new BrokerError(
    'broker/evicting-server',
    `Expected maxmemory-policy noeviction at ${address}, found ${policy}: when its memory is full, that Redis would throw ` +
      'runs away without a word. Set it to noeviction, or use another Redis.',
  );
}

function fieldOf(info: string, name: string): string | undefined {
  return new RegExp(`^${name}:(\\S+)`, 'm').exec(info)?.[1];
}
