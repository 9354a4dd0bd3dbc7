export { createLogger, type LoggerOptions } from './create-logger.ts';
export { createFileDestination, type FileDestinationOptions } from './file-destination.ts';
export { LOG_LEVELS, parseLogLevel, type LogLevel } from './log-level.ts';
export { logUntilExit, type LogUntilExitOptions } from './log-until-exit.ts';
export type { CloseReport, LogFields, Logger, RootLogger } from './logger.ts';
export { LoggingError } from './logging-error.ts';
export { REDACTED, redactText } from './redact.ts';
export { silentLogger } from './silent-logger.ts';
export { createTrace, currentTrace, withTrace, type TraceContext } from './trace-context.ts';
