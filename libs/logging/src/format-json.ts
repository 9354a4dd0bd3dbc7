import type { LineLevel } from './log-level.ts';
import type { LogRecord } from './log-record.ts';
import { redactText } from './redact.ts';
import { toPlain, toPlainError, toPlainFields, type Plain, type PlainError } from './to-plain.ts';

/** https://opentelemetry.io/docs/specs/otel/logs/data-model/#field-severitynumber */
const SEVERITY_NUMBERS: Readonly<Record<LineLevel, number>> = { debug: 5, info: 9, warn: 13, error: 17 };

/**
 * One JSON object a line, in the names of OpenTelemetry's log data model: Timestamp (ISO 8601, UTC), SeverityText,
 * SeverityNumber, Body, TraceId and SpanId within a trace, InstrumentationScope (the component), and all other fields as
 * Attributes; an error by the semantic conventions for exceptions, with its chain under `exception.cause`.
 */
export function formatJson({ time, level, message, fields, trace }: LogRecord): string {
  const { component, error, ...others } = fields;
  return JSON.stringify({
    Timestamp: new Date(time).toISOString(),
    SeverityText: level.toUpperCase(),
    SeverityNumber: SEVERITY_NUMBERS[level],
    Body: redactText(message),
    TraceId: trace?.traceId,
    SpanId: trace?.spanId,
    InstrumentationScope: component === undefined ? undefined : { Name: toPlain(component) },
    Attributes: { ...toPlainFields(others), ...(error === undefined ? {} : exception(toPlainError(error))) },
  });
}

function exception({ name, message, stack, code, cause, errors }: PlainError): Record<string, Plain> {
  return {
    'exception.type': name,
    'exception.message': message,
    ...(code === undefined ? {} : { 'exception.code': code }),
    ...(stack === undefined ? {} : { 'exception.stacktrace': stack }),
    ...(cause === undefined ? {} : { 'exception.cause': exception(cause) }),
    ...(errors === undefined ? {} : { 'exception.errors': errors.map((inner) => exception(inner)) }),
  };
}
