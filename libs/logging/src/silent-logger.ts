import type { Logger } from './logger.ts';

/** Writes nothing: the default of libraries. */
export const silentLogger: Logger = {
  level: 'silent',
  debug() {},
  info() {},
  warn() {},
  error() {},
  child: () => silentLogger,
};
