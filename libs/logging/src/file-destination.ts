import type { Writable } from 'node:stream';
import { createStream } from 'rotating-file-stream';

/** Where lines are written, and when a file is full. */
export interface FileDestinationOptions {
  /** The folder; made if it is not there. */
  readonly dir: string;
  /** Default: `cartwheel.log`. */
  readonly fileName?: string | undefined;
  /** Size at which the file is set aside as `cartwheel.log.1`, and that one as `.2`. Default: 10 MiB. */
  readonly maxBytes?: number | undefined;
  /** How many files set aside are kept. Default: 5. */
  readonly keep?: number | undefined;
}

/** A file that rotates by size, as a `destination` of `createLogger`. End it after the logger's `close()`. */
export function createFileDestination(options: FileDestinationOptions): Writable {
  const { dir, fileName = 'cartwheel.log', maxBytes = 10 * 2 ** 20, keep = 5 } = options;
  const rotatedName = (index: Date | number | null): string =>
    typeof index === 'number' ? `${fileName}.${index}` : fileName;
  return createStream(rotatedName, { path: dir, size: `${maxBytes}B`, rotate: keep });
}
