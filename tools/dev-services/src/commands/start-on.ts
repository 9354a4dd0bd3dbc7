import { DevServiceError, messageOf } from '../dev-service-error.ts';
import type { Engine } from '../engines/engine.ts';
import { untilReady } from '../probe/until-ready.ts';
import type { Part, Service } from '../services/part.ts';
import { writeRecord } from '../state/service-record.ts';
import type { ServicesContext } from './services-context.ts';
import { stopRecorded } from './stop-recorded.ts';

/** Up, or why the engine is passed over. */
export type StartOutcome = { readonly readyMs: number } | { readonly why: string };

/** How much of a log goes into the message of a failure. */
const LOG_LINES = 20;
/** A preparation that took longer was not found in a cache. */
const CACHED_MS = 3_000;

/**
 * Starts the service on the engine and waits until all its parts answer. Getting the image or the program comes first and
 * may take minutes; the time to be ready counts from the start.
 *
 * @throws DevServiceError `NOT_READY` when it started but does not answer
 */
export async function startOn(context: ServicesContext, engine: Engine, service: Service): Promise<StartOutcome> {
  const finding = await engine.look();
  if (!finding.usable) return { why: finding.why };
  const why = await prepare(context, engine, service);
  if (why !== undefined) return { why };
  const started = performance.now();
  const failure = await startParts(context, engine, service);
  if (failure !== undefined) return { why: failure };
  await expectReady(context, engine, service);
  return { readyMs: Math.round(performance.now() - started) };
}

async function prepare(context: ServicesContext, engine: Engine, service: Service): Promise<string | undefined> {
  const begun = performance.now();
  const failure = await failureOf(engine.prepare(service));
  const tookMs = performance.now() - begun;
  if (failure === undefined && tookMs > CACHED_MS) {
    context.say(`${service.name}: prepared in ${(tookMs / 1_000).toFixed(1)} s; kept for the next time`);
  }
  return failure;
}

async function startParts(context: ServicesContext, engine: Engine, service: Service): Promise<string | undefined> {
  await writeRecord(context, { service: service.name, engine: engine.name, ports: portsOf(service) });
  for (const part of service.parts) {
    context.say(`${service.name}: ${engine.name} starts ${part.name} on ${part.url}`);
    const failure = await failureOf(engine.start(service, part));
    if (failure === undefined) continue;
    await stopRecorded(context, service);
    return failure;
  }
  return undefined;
}

async function expectReady(context: ServicesContext, engine: Engine, service: Service): Promise<void> {
  const answers = await Promise.allSettled(service.parts.map((part) => ready(engine, service, part)));
  const failed = answers.find((answer) => answer.status === 'rejected');
  if (failed === undefined) return;
  await stopRecorded(context, service);
  throw failed.reason;
}

async function ready(engine: Engine, service: Service, part: Part): Promise<void> {
  try {
    const gone = async (): Promise<boolean> => !(await engine.isRunning(part));
    await untilReady(part.probe, { withinMs: service.readyWithinMs, gone });
  } catch (error) {
    const log = await engine.logs(part, LOG_LINES);
    throw new DevServiceError(
      'NOT_READY',
      `Expected ${part.name} (${engine.name}) to answer on port ${part.port}. ${messageOf(error)}\n` +
        `A slow or busy machine needs longer: up ${service.name} --wait 60. Its log:\n${log}`,
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

/** In the order of the service's parts. */
export function portsOf({ parts }: Service): number[] {
  return parts.map(({ port }) => port);
}
