import { createLogger, type RootLogger } from '@cartwheel/logging';
import type { CommonOptions } from '../commands/common-options.ts';

/** A logger on standard error: warnings only, beside a progress bar, unless more is asked for. */
export function openLogger({ logLevel }: CommonOptions): RootLogger {
  return createLogger({ level: logLevel ?? (process.env['CARTWHEEL_LOG_LEVEL'] === undefined ? 'warn' : undefined) });
}
