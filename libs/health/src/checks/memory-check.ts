import { getHeapStatistics } from 'node:v8';
import type { HealthCheck } from '../health-check.ts';

/** How much memory may be in use. */
export interface MemoryCheckOptions {
  /** Largest part of V8's heap limit that may be in use, from 0 to 1. Default: 0.9. */
  readonly maxHeapFraction?: number | undefined;
  /** Largest resident set, as of a container's limit. Default: none. */
  readonly maxRssBytes?: number | undefined;
  /** What is in use. Default: this process. */
  readonly read?: (() => MemoryUse) | undefined;
}

/** What a process uses of its memory. */
export interface MemoryUse {
  readonly heapBytes: number;
  readonly heapLimitBytes: number;
  readonly rssBytes: number;
}

/** Named `memory`: is the process near the end of its heap or of its container? */
export function memoryCheck(options: MemoryCheckOptions = {}): HealthCheck {
  const { maxHeapFraction = 0.9, maxRssBytes = Infinity, read = readMemory } = options;
  return {
    name: 'memory',
    run() {
      const { heapBytes, heapLimitBytes, rssBytes } = read();
      const heapFraction = heapBytes / heapLimitBytes;
      const rss = maxRssBytes === Infinity ? '' : `, resident ${inMib(rssBytes)} of ${inMib(maxRssBytes)} MiB`;
      const detail = `heap ${percent(heapFraction)} % used, allowed are ${percent(maxHeapFraction)} %${rss}`;
      if (heapFraction <= maxHeapFraction && rssBytes <= maxRssBytes) return { ok: true, detail };
      return { ok: false, detail, advice: 'raise the memory limit (--max-old-space-size), or use smaller buffers' };
    },
  };
}

function readMemory(): MemoryUse {
  const { used_heap_size: heapBytes, heap_size_limit: heapLimitBytes } = getHeapStatistics();
  return { heapBytes, heapLimitBytes, rssBytes: process.memoryUsage.rss() };
}

function percent(fraction: number): number {
  return Math.round(fraction * 100);
}

function inMib(bytes: number): number {
  return Math.round(bytes / 2 ** 20);
}
