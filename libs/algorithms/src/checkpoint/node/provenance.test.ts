import { describe, expect, it } from '@jest/globals';
import { differencesBetween, provenanceOf } from './provenance.ts';

describe('what a checkpoint was computed with', () => {
  const wasm = provenanceOf({ engine: { name: 'wasm', build: 'wasm/relaxed-fused' } });

  it('changes no bit where another engine has the same build, as native kernels do', () => {
    const native = provenanceOf({ engine: { name: 'native', build: 'wasm/relaxed-fused' } });
    expect(differencesBetween(native, wasm)).toEqual([
      { what: 'engine', recorded: 'native', current: 'wasm', changesBits: false },
    ]);
  });

  it('may change bits where the build is another', () => {
    const plain = provenanceOf({ engine: { name: 'wasm', build: 'wasm/simd' } });
    expect(differencesBetween(plain, wasm)).toEqual([
      { what: 'engine build', recorded: 'wasm/simd', current: 'wasm/relaxed-fused', changesBits: true },
    ]);
  });
});
