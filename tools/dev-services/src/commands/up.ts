import { DevServiceError } from '../dev-service-error.ts';
import { ENGINE_NAMES, type EngineName } from '../engines/engine.ts';
import { untilReady } from '../probe/until-ready.ts';
import type { Part, Service, ServiceName } from '../services/part.ts';
import { readRecord } from '../state/service-record.ts';
import { portIsFree } from './port-is-free.ts';
import { openContext, type ServicesContext, type ServicesOptions } from './services-context.ts';
import { portsOf, startOn } from './start-on.ts';
import { stopRecorded } from './stop-recorded.ts';

/** What `up` takes. */
export interface UpOptions extends ServicesOptions {
  /** Only this one. Default: the first that works, of Podman, Docker and local programs. */
  engine?: EngineName | undefined;
  /** How long a service may take to answer once it was started. Default: what the settings say of it (10 s). */
  readyWithinMs?: number | undefined;
}

/** An engine that could not run the service. */
export interface PassedOver {
  readonly engine: EngineName;
  readonly why: string;
}

/** A service that is up. */
export interface UpResult {
  readonly service: ServiceName;
  readonly engine: EngineName;
  /** False when it ran already. */
  readonly started: boolean;
  readonly urls: readonly string[];
  readonly passedOver: readonly PassedOver[];
  /** From the start to the first answer of all parts, in milliseconds; what was prepared before is not in it. */
  readonly readyMs: number;
}

type Started = Pick<UpResult, 'engine' | 'passedOver' | 'readyMs'>;

/**
 * Starts services and waits until each answers; what runs already is left as it is.
 *
 * @throws DevServiceError `NO_ENGINE`, `PORT_TAKEN`, `NOT_READY`, `SETTINGS_INVALID`, `LOCK_TIMEOUT`
 */
export async function up(options: UpOptions = {}): Promise<UpResult[]> {
  const context = await openContext(options);
  return context.alone(async () => {
    const results: UpResult[] = [];
    for (const service of context.services) {
      const { readyWithinMs = service.readyWithinMs } = options;
      results.push(await upService(context, { ...service, readyWithinMs }, options.engine));
    }
    return results;
  });
}

async function upService(context: ServicesContext, service: Service, wanted?: EngineName): Promise<UpResult> {
  const running = await runningOn(context, service);
  const urls = service.parts.map(({ url }) => url);
  if (running !== undefined && (wanted === undefined || wanted === running)) {
    return { service: service.name, engine: running, started: false, urls, passedOver: [], readyMs: 0 };
  }
  await stopRecorded(context, service);
  for (const part of service.parts) await expectFree(service, part);
  const started = await startOnFirst(context, service, wanted === undefined ? ENGINE_NAMES : [wanted]);
  return { service: service.name, started: true, urls, ...started };
}

/**
 * The engine on which the whole service runs and answers. One that was just started, by a command that was killed, gets
 * the time that a start has.
 */
async function runningOn(context: ServicesContext, service: Service): Promise<EngineName | undefined> {
  const record = await readRecord(context, service.name);
  if (record === undefined || String(record.ports) !== String(portsOf(service))) return undefined;
  const engine = context.engine(record.engine);
  for (const part of service.parts) {
    const gone = async (): Promise<boolean> => !(await engine.isRunning(part));
    if (await gone()) return undefined;
    const answers = await untilReady(part.probe, { withinMs: service.readyWithinMs, gone }).then(
      () => true,
      () => false,
    );
    if (!answers) return undefined;
  }
  return record.engine;
}

async function expectFree({ name }: Service, part: Part): Promise<void> {
  if (await portIsFree(part.port)) return;
  throw new DevServiceError(
    'PORT_TAKEN',
    `Expected port ${part.port} to be free for ${part.name}, but another program listens on it. ` +
      `Stop that program, or set another port for "${name}" in the settings file.`,
  );
}

async function startOnFirst(
  context: ServicesContext,
  service: Service,
  names: readonly EngineName[],
): Promise<Started> {
  const passedOver: PassedOver[] = [];
  for (const name of names) {
    const outcome = await startOn(context, context.engine(name), service);
    if ('readyMs' in outcome) return { engine: name, passedOver, ...outcome };
    passedOver.push({ engine: name, ...outcome });
    context.say(`${service.name}: passes over ${name}: ${outcome.why}`);
  }
  const account = passedOver.map(({ engine, why }) => `  ${engine}: ${why}`).join('\n');
  throw new DevServiceError('NO_ENGINE', `Nothing here can run ${service.name}:\n${account}`);
}
