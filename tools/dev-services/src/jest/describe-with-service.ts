import { randomUUID } from 'node:crypto';
import { beforeAll, describe } from '@jest/globals';
import { installedEngines } from '../engines/installed-engines.ts';
import type { ServiceName } from '../services/part.ts';
import { redisIsRequired } from '../redis/redis-available.ts';
import { workerService, type TestService, type TestServiceOptions } from './test-service.ts';

/** A service for the tests of one `describeWithService`, shared with others of the same Jest worker. */
export interface SharedService extends TestService {
  /** Begin keys, experiments and runs with it: no other test has it. */
  readonly unique: string;
}

/** The first start may make an image or a Python environment from packages. */
const START_TIMEOUT_MS = 900_000;

/**
 * A `describe` whose tests have Redis, Aim or MLflow, by the first engine that works: Podman, Docker, a local program.
 * `service()` gives it inside hooks and tests. All that ask in one Jest worker share it, each under `unique` names; it is
 * gone with the worker.
 *
 * Where no engine is installed the tests are skipped with a line that says so; where `CI=true` they fail.
 */
export function describeWithService(
  name: string,
  serviceName: ServiceName,
  define: (service: () => SharedService) => void,
  options: TestServiceOptions = {},
): void {
  const installed = installedEngines(serviceName);
  const runs = options.engine === undefined ? installed.length > 0 : installed.includes(options.engine);
  const suite = runs || redisIsRequired() ? describe : describe.skip;
  if (suite === describe.skip) {
    const wanted = options.engine ?? 'Podman, Docker or a local program';
    process.stderr.write(`Skipped "${name}": ${serviceName} needs ${wanted}. See docs/dev_environment.md.\n`);
  }
  suite(name, () => {
    let shared: SharedService | undefined;
    beforeAll(async () => {
      shared = { ...(await workerService(serviceName, options)), unique: `test-${randomUUID()}` };
    }, START_TIMEOUT_MS);
    define(() => shared ?? notRunning(serviceName));
  });
}

function notRunning(name: ServiceName): never {
  throw new Error(`${name} runs only during the tests: call service() inside a hook or a test.`);
}
