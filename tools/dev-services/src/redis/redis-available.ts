import { programInPath } from '../engines/program-in-path.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** How a developer gets the program. */
export const HOW_TO_GET_REDIS = 'Install it with `apt-get install redis-server` (or your system’s package of Redis 7).';

/** Whether a `redis-server` that can be run is in PATH. */
export function redisAvailable(env: Environment = process.env): boolean {
  return programInPath('redis-server', env);
}

/** Where `CI=true`, a missing Redis must fail the tests that need it; elsewhere they are skipped. */
export function redisIsRequired(env: Environment = process.env): boolean {
  return env['CI'] === 'true';
}
