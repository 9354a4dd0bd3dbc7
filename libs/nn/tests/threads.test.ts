import { afterAll, describe, expect, it } from '@jest/globals';
import { weightsHash } from '../scripts/weights-hash.ts';
import { createWasmEngine, type Engine } from '../src/index.ts';
import { createThreadedEngine, type ThreadedEngine } from '../src/node/threads/create-threaded-engine.ts';
import { describeEngine } from '../src/testing/index.ts';
import { expectSameBits } from './expect-same-bits.ts';

const opened: ThreadedEngine[] = [];
afterAll(() => {
  for (const { close } of opened) close();
});

async function onTwoThreads(options: { build?: 'relaxed' | 'simd'; threads?: 'auto' } = {}): Promise<Engine> {
  const threaded = await createThreadedEngine({ threads: 2, ...options });
  opened.push(threaded);
  return threaded.engine;
}

// One for all tests, so that not each starts a thread.
const engine = await onTwoThreads();
describeEngine('wasm on two threads', () => engine);

describe('two threads give the bits of one', () => {
  it.each([
    ['relaxed', 2],
    ['simd', 2],
    ['relaxed', 'auto'],
  ] as const)('after 300 updates: %s, %s', async (build, threads) => {
    const shared = await onTwoThreads({ build, ...(threads === 'auto' ? { threads } : {}) });
    const single = await createWasmEngine({ build });
    expect(shared.build).toBe(single.build);
    expect(weightsHash(shared, 300)).toBe(weightsHash(single, 300));
  });

  it('in all that a network gives, whatever its shape, and in the state of every optimiser', async () => {
    expectSameBits(await createWasmEngine(), engine);
  });
});
