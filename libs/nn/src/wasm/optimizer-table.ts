import type { WasmMemory } from './wasm-memory.ts';

/** Where the parameters, gradients and state vectors of one network or parameter are. */
export interface Addresses {
  readonly parameters: number;
  readonly gradients: number;
  readonly slots: readonly number[];
  /** Floats in each. */
  readonly size: number;
}

/** What the kernels read of an optimiser: room for the numbers of its rule, then blocks of what it trains. */
export interface OptimizerTable {
  readonly address: number;
  readonly blocks: number;
  /** Blocks that are done in one go: of an update, and of the sums of squares, which are cheaper. */
  readonly chunk: number;
  readonly squaresChunk: number;
}

/** Floats of a block. Sums of squares are taken block by block, so that another number gives other bits. */
const BLOCK = 1024;
/** Words of the rule's numbers and of a block: those of `assembly/optimizers.as`. */
const WORDS = 8;
/** So many pieces that two threads end at about the same time. */
const CHUNKS = 16;
const LEAST_SQUARES = 16;

export function createOptimizerTable(memory: WasmMemory, trained: readonly Addresses[], owner: object): OptimizerTable {
  const records = trained.flatMap(({ parameters, gradients, slots: [slot0 = 0, slot1 = 0], size }) =>
    Array.from({ length: Math.ceil(size / BLOCK) }, (_, b) => {
      const offset = 4 * BLOCK * b;
      const addresses = [parameters, gradients, slot0, slot1].map((address) => address + offset);
      return [...addresses, Math.min(BLOCK, size - BLOCK * b), 0, 0, 0];
    }),
  );
  const { address } = memory.allocate(WORDS * (1 + records.length), owner);
  memory.words.set(records.flat(), (address >>> 2) + WORDS);
  const chunk = Math.ceil(records.length / CHUNKS);
  return { address, blocks: records.length, chunk, squaresChunk: Math.max(chunk, LEAST_SQUARES) };
}
