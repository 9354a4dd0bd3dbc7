import * as z from 'zod';
import type { DoctorCheck, DoctorFinding } from './doctor-check.ts';

const DEFAULT_HEALTH_URL = 'http://127.0.0.1:8086';
const TIMEOUT_MS = 2_000;

const readySchema = z.object({
  status: z.string(),
  heartbeatAgeMs: z.number(),
  checks: z.array(z.object({ name: z.string(), ok: z.boolean(), detail: z.string() })),
});

/** A running trainer with `--health-port`: whether it is ready, and what lives in it. */
export function trainerChecks(healthUrl: string | undefined): DoctorCheck[] {
  const asking = new Map<string, Promise<Ready>>();
  const url = healthUrl ?? DEFAULT_HEALTH_URL;
  const ask = (): Promise<Ready> => {
    const running = asking.get(url) ?? readiness(url);
    asking.set(url, running);
    return running;
  };
  const missing = (): DoctorFinding => ({
    status: healthUrl === undefined ? 'off' : 'bad',
    detail: `no trainer answers at ${url}`,
    advice: 'cartwheel train --health-port 8086 …; another address: --health-url URL',
  });
  return [
    { name: 'trainer', run: () => ask().then(readyFinding, missing) },
    { name: 'guards', run: () => ask().then(guardsFinding, missing) },
  ];
}

type Ready = z.output<typeof readySchema>;

async function readiness(url: string): Promise<Ready> {
  const response = await fetch(new URL('/readyz', url), { signal: AbortSignal.timeout(TIMEOUT_MS) });
  return readySchema.parse(await response.json());
}

function readyFinding({ status, heartbeatAgeMs, checks }: Ready): DoctorFinding {
  const failing = checks.filter(({ ok }) => !ok);
  const detail = `${status}, last sign of life ${heartbeatAgeMs} ms ago`;
  if (status === 'ok') return { status: 'ok', detail };
  const why = failing.map((check) => `${check.name}: ${check.detail}`).join('; ');
  return { status: 'bad', detail: why === '' ? detail : `${detail}; ${why}`, advice: 'see its log' };
}

function guardsFinding({ checks }: Ready): DoctorFinding {
  const guards = checks.find(({ name }) => name === 'guards');
  return { status: 'ok', detail: guards?.detail ?? 'the trainer does not tell' };
}
