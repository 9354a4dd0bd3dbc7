import { describe, expect, it } from '@jest/globals';
import { createEngines } from '../scripts/trained-weights.ts';
import { weightsHash } from '../scripts/weights-hash.ts';

/** What each build must give on every processor and JavaScript engine. They change when a kernel rounds otherwise. */
const HASHES: Record<string, string> = {
  'wasm/relaxed-fused': '7312a241105a94f2',
  'wasm/relaxed-unfused': '283de5e6b18c265f',
  'wasm/simd': '283de5e6b18c265f',
  'js/f32': '64d279af7af718e9',
};

const engines = await createEngines();

describe.each(engines.map((engine) => ({ build: engine.build, engine })))('$build', ({ build, engine }) => {
  it('gives the bits it always gave', () => {
    expect(weightsHash(engine)).toBe(HASHES[build]);
  });
});
