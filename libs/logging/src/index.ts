export { createLogger, type LoggerOptions } from './create-logger.ts';
export { LOG_LEVELS, parseLogLevel, type LogLevel } from './log-level.ts';
export type { CloseReport, LogFields, Logger, RootLogger } from './logger.ts';
export { LoggingError } from './logging-error.ts';
export { silentLogger } from './silent-logger.ts';
