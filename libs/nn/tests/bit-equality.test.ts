import { describe, expect, it } from '@jest/globals';
import { createEngines } from '../scripts/trained-weights.ts';
import { weightsHash } from '../scripts/weights-hash.ts';

/** What each build must give on every processor and JavaScript engine. They change when a kernel rounds otherwise. */
const HASHES: Record<string, string> = {
  'wasm/relaxed-fused': '81b9c1542d7c4e3e',
  'wasm/relaxed-unfused': '57bb111d39c25f47',
  'wasm/simd': '57bb111d39c25f47',
  'js/f32': '702db0793929a47a',
};

const engines = await createEngines();

describe.each(engines.map((engine) => ({ build: engine.build, engine })))('$build', ({ build, engine }) => {
  it('gives the bits it always gave', () => {
    expect(weightsHash(engine)).toBe(HASHES[build]);
  });
});
