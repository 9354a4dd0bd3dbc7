import { createErrorSink, guard } from '@cartwheel/async-guard';
import { projectFolder } from '../project-folder.ts';
import type { DoctorCheck, DoctorFinding, DoctorLine } from './doctor-check.ts';
import { devServiceChecks } from './dev-service-checks.ts';
import { hostChecks } from './host-checks.ts';
import { recordChecks } from './record-checks.ts';
import { serviceChecks } from './service-checks.ts';
import { trainerChecks } from './trainer-checks.ts';

/** What the doctor looks at. */
export interface DoctorOptions {
  /** The project folder; default `./cartwheel-runs`. */
  out?: string | undefined;
  /** Default: the port of the development services, where a server may be missing. */
  redisUrl?: string | undefined;
  /** `aim://host:port`. Default: as with Redis. */
  aimUrl?: string | undefined;
  /** `http://host:port`. Default: as with Redis. */
  mlflowUrl?: string | undefined;
  /** Of a running trainer. Default `http://127.0.0.1:8086`, where nobody may be. */
  healthUrl?: string | undefined;
  /** The folder from which the development services are looked for; default the current one. */
  cwd?: string | undefined;
}

/** What the doctor found. */
export interface DoctorReport {
  /** No line is `bad`. */
  readonly ok: boolean;
  readonly lines: readonly DoctorLine[];
}

/** A server that does not answer within this is as good as none. */
const TIMEOUT_MS = 5_000;
/** A failure is a line of the report. */
const quiet = createErrorSink(() => undefined);

/** Looks at all that a training needs, side by side, and says of each part what is and what to do. Never rejects. */
export async function runDoctor(options: DoctorOptions = {}): Promise<DoctorReport> {
  const checks = [
    ...hostChecks(),
    ...recordChecks(projectFolder(options.out)),
    ...serviceChecks(options),
    ...devServiceChecks(options.cwd ?? process.cwd()),
    ...trainerChecks(options.healthUrl),
  ];
  const lines = await Promise.all(checks.map(lineOf));
  return { ok: lines.every(({ status }) => status !== 'bad'), lines };
}

async function lineOf(check: DoctorCheck): Promise<DoctorLine> {
  const { name, timeoutMs = TIMEOUT_MS } = check;
  const look = guard<[], DoctorFinding>((signal) => check.run(signal), {
    name: `doctor.${name}`,
    timeoutMs,
    sink: quiet,
  });
  const outcome = await look();
  if (outcome.ok) return { name, ...outcome.value };
  return { name, status: 'bad', detail: outcome.error.message, advice: 'see what the message names' };
}
