import { expect, it } from '@jest/globals';
import { WasmMemory } from './wasm-memory.ts';

function createMemory(): WasmMemory {
  return new WasmMemory(new WebAssembly.Memory({ initial: 1 }), 100);
}

it('hands out zeroed blocks that don’t overlap, at cache lines, beyond what is taken', () => {
  const memory = createMemory();
  const owner = {};
  const blocks = [1, 16, 17, 100].map((count) => memory.allocate(count, owner));
  expect(blocks.map(({ address }) => address)).toEqual([128, 192, 256, 384]);
});

it('grows, keeping what it holds', () => {
  const memory = createMemory();
  const owner = {};
  const first = memory.allocate(1000, owner);
  memory.floats.fill(7, first.address >>> 2, (first.address >>> 2) + 1000);
  const view = memory.floats;
  const large = memory.allocate(1_000_000, owner);
  expect(memory.floats).not.toBe(view);
  expect(memory.floats.length).toBeGreaterThanOrEqual((large.address >>> 2) + 1_000_000);
  expect(memory.floats.subarray(first.address >>> 2, (first.address >>> 2) + 1000).every((value) => value === 7)).toBe(
    true,
  );
});

it('hands out again, zeroed, what was released', () => {
  const memory = createMemory();
  const owner = {};
  const block = memory.allocate(100, owner);
  memory.floats[block.address >>> 2] = 5;
  memory.release(block);
  const again = memory.allocate(97, owner);
  expect(again.address).toBe(block.address);
  expect(memory.floats[again.address >>> 2]).toBe(0);
  expect(memory.allocate(100, owner).address).not.toBe(block.address);
});
