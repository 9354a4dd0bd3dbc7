import type { Block } from './block-builder.ts';

/** `lastStep`, `low`, `lowStep`, `high`, `highStep`: doubles, in which steps up to 2^53 are exact. */
const DOUBLES = 5;

/** Little-endian, as all machines are that Cartwheel's engines run on. */
export function encodeBlocks(blocks: readonly Block[]): Uint8Array {
  const doubles = new Float64Array(blocks.length * DOUBLES);
  blocks.forEach(({ lastStep, low, lowStep, high, highStep }, index) =>
    doubles.set([lastStep, low, lowStep, high, highStep], index * DOUBLES),
  );
  return new Uint8Array(doubles.buffer);
}

export function decodeBlocks(bytes: Uint8Array): Block[] {
  // A copy: SQLite's bytes need not begin where doubles may.
  const doubles = new Float64Array(new Uint8Array(bytes).buffer);
  const blocks: Block[] = [];
  for (let at = 0; at < doubles.length; at += DOUBLES) {
    blocks.push({
      lastStep: doubles[at],
      low: doubles[at + 1],
      lowStep: doubles[at + 2],
      high: doubles[at + 3],
      highStep: doubles[at + 4],
    });
  }
  return blocks;
}
