import type { LogRecord } from './log-record.ts';
import { toPlain, toPlainError } from './to-plain.ts';

/** One JSON object a line: time (ISO 8601, UTC), level, message, component, runId, step, other fields, error. */
export function formatJson({ time, level, message, fields }: LogRecord): string {
  const { component, runId, step, error, ...others } = fields;
  const line: Record<string, unknown> = {
    time: new Date(time).toISOString(),
    level,
    message,
    component: toPlain(component),
    runId: toPlain(runId),
    step: toPlain(step),
  };
  for (const [name, value] of Object.entries(others)) line[name] ??= toPlain(value);
  if (error !== undefined) line.error = toPlainError(error);
  return JSON.stringify(line);
}
