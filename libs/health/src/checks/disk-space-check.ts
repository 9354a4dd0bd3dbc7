import { statfs } from 'node:fs/promises';
import type { HealthCheck } from '../health-check.ts';

/** Where room on disk is looked for, and how much is enough. */
export interface DiskSpaceCheckOptions {
  /** A folder that exists on the file system in question. */
  readonly path: string;
  /** Default: 256 MiB, room for a few checkpoints and the store's log. */
  readonly minFreeBytes?: number | undefined;
}

/** Named `disk-space`: is there room where the run is recorded? */
export function diskSpaceCheck({ path, minFreeBytes = 256 * MIB }: DiskSpaceCheckOptions): HealthCheck {
  return {
    name: 'disk-space',
    async run() {
      const { bavail, bsize } = await statfs(path);
      const freeBytes = bavail * bsize;
      const detail = `${inMib(freeBytes)} MiB free at ${path}, needed are ${inMib(minFreeBytes)} MiB`;
      if (freeBytes >= minFreeBytes) return { ok: true, detail };
      return { ok: false, detail, advice: 'delete old runs or choose another output folder' };
    },
  };
}

const MIB = 2 ** 20;

function inMib(bytes: number): number {
  return Math.floor(bytes / MIB);
}
