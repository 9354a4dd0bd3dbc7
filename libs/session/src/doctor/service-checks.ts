import { inspectRedis } from '@cartwheel/broker/redis';
import type { DoctorCheck, DoctorFinding } from './doctor-check.ts';

export interface ServiceAddresses {
  readonly redisUrl?: string | undefined;
  readonly aimUrl?: string | undefined;
  readonly mlflowUrl?: string | undefined;
}

/** The ports of the development services. */
const REDIS = 'redis://127.0.0.1:6379';
const AIM = 'aim://127.0.0.1:53800';
const MLFLOW = 'http://127.0.0.1:5000';

const CONNECT_TIMEOUT_MS = 2_000;

/** What may stand beside training. Missing is bad only where an address was given. */
export function serviceChecks({ redisUrl, aimUrl, mlflowUrl }: ServiceAddresses): DoctorCheck[] {
  const aim = aimUrl ?? AIM;
  return [
    optional('redis', redisUrl, () => redisFinding(redisUrl ?? REDIS)),
    optional('aim', aimUrl, (signal) => httpFinding(aim, aim.replace(/^aim:/, 'http:'), '/status/', signal)),
    optional('mlflow', mlflowUrl, (signal) => httpFinding(mlflowUrl ?? MLFLOW, mlflowUrl ?? MLFLOW, '/health', signal)),
  ];
}

function optional(
  name: string,
  asked: string | undefined,
  look: (signal: AbortSignal) => Promise<DoctorFinding>,
): DoctorCheck {
  return {
    name,
    async run(signal) {
      try {
        return await look(signal);
      } catch (error) {
        const advice = `start it: npx nx up services -- ${name}; or give its address: --${name} URL`;
        return { status: asked === undefined ? 'off' : 'bad', detail: messageOf(error), advice };
      }
    },
  };
}

async function redisFinding(url: string): Promise<DoctorFinding> {
  const report = await inspectRedis({ url, connectTimeoutMs: CONNECT_TIMEOUT_MS });
  const { address, version, roundTripMs, maxmemoryPolicy, appendonly } = report;
  const detail =
    `${version} at ${address}, round trip ${roundTripMs.toFixed(2)} ms, maxmemory-policy ${maxmemoryPolicy}, ` +
    `append-only file ${appendonly ? 'on' : 'off'}`;
  if (Number.parseInt(version, 10) < 7) return { status: 'bad', detail, advice: 'use Redis 7.0 or newer' };
  if (maxmemoryPolicy !== 'noeviction') {
    return { status: 'bad', detail, advice: 'CONFIG SET maxmemory-policy noeviction: it would throw runs away' };
  }
  return { status: 'ok', detail };
}

async function httpFinding(name: string, base: string, path: string, signal: AbortSignal): Promise<DoctorFinding> {
  const from = performance.now();
  const within = AbortSignal.any([signal, AbortSignal.timeout(CONNECT_TIMEOUT_MS)]);
  const response = await fetch(new URL(path, base), { signal: within });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`${name} answers ${path} with status ${response.status}`);
  return { status: 'ok', detail: `answers at ${name} in ${Math.round(performance.now() - from)} ms` };
}

/** `fetch failed` alone says nothing: its cause does. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
