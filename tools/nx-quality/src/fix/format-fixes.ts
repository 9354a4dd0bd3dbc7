import type { FixResult } from './fix-on-disk.ts';

/** What was mended, and what was put back. */
export function formatFixes({ fixed, kept }: FixResult): string {
  return [
    ...fixed.map(({ id, fix }) => `${fix}  ${id}`),
    ...kept.map(({ id }) => `put back, since typecheck or tests failed without it  ${id}`),
    `${fixed.length} mended, ${kept.length} put back`,
  ].join('\n');
}
