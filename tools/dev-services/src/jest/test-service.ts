import { existsSync } from 'node:fs';
import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crash } from '../commands/crash.ts';
import { up } from '../commands/up.ts';
import type { EngineName } from '../engines/engine.ts';
import type { ServiceName } from '../services/part.ts';
import { endWithThisProcess, settingsFileIn, writeOwnSettings } from './own-services.ts';

/** What a test's service runs on. */
export interface TestServiceOptions {
  /** Default: the first that works, of Podman, Docker and local programs. */
  engine?: EngineName | undefined;
}

/** A service that a test may use. */
export interface TestService {
  readonly name: ServiceName;
  readonly engine: EngineName;
  /** `redis://…`, `aim://…` or, of MLflow, `http://…`. */
  readonly url: string;
  /** The page for people where the service has one besides `url`, as Aim does. */
  readonly uiUrl: string | undefined;
}

/** A service and its end. */
export interface StartedTestService extends TestService, AsyncDisposable {
  /** Kills it as a crash does; its data stay. */
  crash(): Promise<void>;
  /** Starts it again after a crash, at the same address with the same data. */
  restart(): Promise<void>;
  /** Takes it down with its data. A second call does nothing. */
  stop(): Promise<void>;
}

/**
 * Starts a service under a name of its own, on free ports, without data. It is gone when `stop` resolves, and also when
 * this process ends in whatever way.
 *
 * @throws DevServiceError as `up` does
 */
export async function startTestService(
  name: ServiceName,
  options: TestServiceOptions = {},
): Promise<StartedTestService> {
  const home = await mkdtemp(join(tmpdir(), `cartwheel-${name}-`));
  const { service, stop } = await startIn(home, name, options);
  return {
    ...service,
    crash: () => crash({ home, settingsFile: settingsFileIn(home), services: [name] }, service.engine),
    restart: async () => void (await bringUp(home, name, { engine: service.engine })),
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

/**
 * The service that all test files of this Jest worker share. It is started by the first and gone with the worker; one that
 * a test broke is started again.
 *
 * @throws DevServiceError as `up` does
 */
export async function workerService(name: ServiceName, options: TestServiceOptions = {}): Promise<TestService> {
  // Test files share no memory, only the process.
  const home = join(tmpdir(), `cartwheel-worker-${process.pid}-${name}-${options.engine ?? 'any'}`);
  if (existsSync(settingsFileIn(home))) return bringUp(home, name, options);
  await mkdir(home);
  return (await startIn(home, name, options)).service;
}

async function startIn(
  home: string,
  name: ServiceName,
  options: TestServiceOptions,
): Promise<{ service: TestService; stop: () => Promise<void> }> {
  await writeOwnSettings(home);
  const stop = await endWithThisProcess(home, name);
  try {
    return { service: await bringUp(home, name, options), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function bringUp(home: string, name: ServiceName, { engine }: TestServiceOptions): Promise<TestService> {
  const [result] = await up({ home, settingsFile: settingsFileIn(home), services: [name], engine });
  if (result === undefined) throw new Error(`Expected ${name} to be up, but up() gave no result.`);
  const [url = '', uiUrl] = result.urls;
  return { name, engine: result.engine, url, uiUrl };
}
