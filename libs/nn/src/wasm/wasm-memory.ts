const PAGE = 65_536;

/** Blocks begin at cache lines. */
const ALIGNMENT = 64;

/**
 * The linear memory of one engine. A block lives as long as its owner: when that is garbage-collected, the block is handed
 * out again to the next who asks for as much.
 */
export class WasmMemory {
  /** All of it. Replaced when it grows: don't keep it. */
  floats: Float32Array;
  /** The same as integers. */
  words: Int32Array;
  readonly #memory: WebAssembly.Memory;
  readonly #freeBySize = new Map<number, number[]>();
  readonly #owners = new FinalizationRegistry<Block>((block) => {
    this.release(block);
  });
  #end: number;

  /** Hands out what lies from `start` on. */
  constructor(memory: WebAssembly.Memory, start: number) {
    this.#memory = memory;
    this.#end = roundUp(start, ALIGNMENT);
    this.floats = new Float32Array(memory.buffer);
    this.words = new Int32Array(memory.buffer);
  }

  /** A zeroed block for `count` floats. */
  allocate(count: number, owner: object): Block {
    const bytes = roundUp(count * 4, ALIGNMENT);
    const freed = this.#freeBySize.get(bytes)?.pop();
    const address = freed ?? this.#append(bytes);
    // What nobody had before is zero already, and costs the system a page fault each 4 kB where it is written first.
    if (freed !== undefined) this.floats.fill(0, address >>> 2, (address + bytes) >>> 2);
    const block = { address, bytes };
    this.#owners.register(owner, block, block);
    return block;
  }

  /** Gives a block back before its owner goes. */
  release(block: Block): void {
    this.#owners.unregister(block);
    const free = this.#freeBySize.get(block.bytes);
    if (free === undefined) this.#freeBySize.set(block.bytes, [block.address]);
    else free.push(block.address);
  }

  #append(bytes: number): number {
    const address = this.#end;
    this.#end += bytes;
    const missing = this.#end - this.#memory.buffer.byteLength;
    if (missing > 0) {
      // By half at least, so that a growing engine does not move its views each time.
      const pages = Math.max(Math.ceil(missing / PAGE), this.#memory.buffer.byteLength / PAGE / 2);
      this.#memory.grow(pages);
      this.floats = new Float32Array(this.#memory.buffer);
      this.words = new Int32Array(this.#memory.buffer);
    }
    return address;
  }
}

/** A piece of an engine's memory. */
export interface Block {
  readonly address: number;
  readonly bytes: number;
}

function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}
