import { DevServiceError, messageOf } from '../dev-service-error.ts';
import { ENGINE_NAMES, type Engine, type EngineName } from '../engines/engine.ts';
import { untilReady } from '../probe/until-ready.ts';
import type { Part, Service, ServiceName } from '../services/part.ts';
import { readRecord, writeRecord } from '../state/service-record.ts';
import { portIsFree } from './port-is-free.ts';
import { openContext, type ServicesContext, type ServicesOptions } from './services-context.ts';
import { stopRecorded } from './stop-recorded.ts';

export interface UpOptions extends ServicesOptions {
  /** Only this one. Default: the first that works, of Podman, Docker and local programs. */
  engine?: EngineName | undefined;
}

/** An engine that could not run the service. */
export interface PassedOver {
  readonly engine: EngineName;
  readonly why: string;
}

export interface UpResult {
  readonly service: ServiceName;
  readonly engine: EngineName;
  /** False when it ran already. */
  readonly started: boolean;
  readonly urls: readonly string[];
  readonly passedOver: readonly PassedOver[];
}

/** How much of a log goes into the message of a failure. */
const LOG_LINES = 20;
/** One that runs and answered before answers again within this. */
const STILL_READY_MS = 2_000;

/**
 * Starts services and waits until each answers; what runs already is left as it is.
 *
 * @throws DevServiceError `NO_ENGINE`, `PORT_TAKEN`, `NOT_READY`, `SETTINGS_INVALID`, `LOCK_TIMEOUT`
 */
export async function up(options: UpOptions = {}): Promise<UpResult[]> {
  const context = await openContext(options);
  return context.alone(async () => {
    const results: UpResult[] = [];
    for (const service of context.services) results.push(await upService(context, service, options.engine));
    return results;
  });
}

async function upService(context: ServicesContext, service: Service, wanted?: EngineName): Promise<UpResult> {
  const running = await runningOn(context, service);
  const urls = service.parts.map(({ url }) => url);
  if (running !== undefined && (wanted === undefined || wanted === running)) {
    return { service: service.name, engine: running, started: false, urls, passedOver: [] };
  }
  await stopRecorded(context, service);
  for (const part of service.parts) await expectFree(service, part);
  const { engine, passedOver } = await startOnFirst(context, service, wanted === undefined ? ENGINE_NAMES : [wanted]);
  return { service: service.name, engine, started: true, urls, passedOver };
}

/** The engine on which the whole service runs and answers. */
async function runningOn(context: ServicesContext, service: Service): Promise<EngineName | undefined> {
  const record = await readRecord(context, service.name);
  if (record === undefined || String(record.ports) !== String(portsOf(service))) return undefined;
  const engine = context.engine(record.engine);
  for (const part of service.parts) {
    if (!(await engine.isRunning(part))) return undefined;
    const answers = await untilReady(part.probe, { withinMs: STILL_READY_MS }).then(
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
): Promise<{ engine: EngineName; passedOver: PassedOver[] }> {
  const passedOver: PassedOver[] = [];
  for (const name of names) {
    const engine = context.engine(name);
    const why = (await whyNot(engine, service)) ?? (await startParts(context, engine, service));
    if (why === undefined) return { engine: name, passedOver };
    passedOver.push({ engine: name, why });
    context.say(`${service.name}: passes over ${name}: ${why}`);
  }
  const account = passedOver.map(({ engine, why }) => `  ${engine}: ${why}`).join('\n');
  throw new DevServiceError('NO_ENGINE', `Nothing here can run ${service.name}:\n${account}`);
}

/** Why the engine is passed over before anything is started. */
async function whyNot(engine: Engine, service: Service): Promise<string | undefined> {
  const finding = await engine.look();
  if (!finding.usable) return finding.why;
  return failureOf(engine.prepare(service));
}

/** Starts the parts one after the other; gives why the engine could not. One that started but does not answer is an error. */
async function startParts(context: ServicesContext, engine: Engine, service: Service): Promise<string | undefined> {
  await writeRecord(context, { service: service.name, engine: engine.name, ports: portsOf(service) });
  for (const part of service.parts) {
    context.say(`${service.name}: ${engine.name} starts ${part.name} on ${part.url}`);
    const failure = await failureOf(engine.start(service, part));
    if (failure !== undefined) {
      await stopRecorded(context, service);
      return failure;
    }
    await expectReady(context, engine, service, part);
  }
  return undefined;
}

async function expectReady(context: ServicesContext, engine: Engine, service: Service, part: Part): Promise<void> {
  try {
    const gone = async (): Promise<boolean> => !(await engine.isRunning(part));
    await untilReady(part.probe, { withinMs: service.readyWithinMs, gone });
  } catch (error) {
    const log = await engine.logs(part, LOG_LINES);
    await stopRecorded(context, service);
    throw new DevServiceError(
      'NOT_READY',
      `Expected ${part.name} (${engine.name}) to answer on port ${part.port}. ${messageOf(error)}\nIts log:\n${log}`,
      { cause: error },
    );
  }
}

function failureOf(action: Promise<void>): Promise<string | undefined> {
  return action.then(
    () => undefined,
    (error: unknown) => messageOf(error),
  );
}

function portsOf({ parts }: Service): number[] {
  return parts.map(({ port }) => port);
}
