import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { createEngine } from './create-engine.ts';
import { createWasmEngine } from './wasm/wasm-engine.ts';

describe('createEngine', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('gives the wasm engine where there is SIMD', async () => {
    expect((await createEngine()).name).toBe('wasm');
    expect((await createEngine({ build: 'simd' })).build).toBe('wasm/simd');
  });

  it('falls back to plain JavaScript where there is none', async () => {
    jest.spyOn(WebAssembly, 'validate').mockReturnValue(false);
    expect((await createEngine()).build).toBe('js/f32');
  });

  it('falls back to plain SIMD where relaxed SIMD is not valid', async () => {
    const validate = WebAssembly.validate;
    const sizes: number[] = [];
    jest.spyOn(WebAssembly, 'validate').mockImplementation((bytes: Uint8Array) => {
      sizes.push(bytes.length);
      return bytes.length === sizes[0] && validate(bytes);
    });
    expect((await createEngine()).build).toBe('wasm/simd');
    expect(new Set(sizes).size).toBe(2);
  });

  it('refuses a build that the runtime does not run', async () => {
    jest.spyOn(WebAssembly, 'validate').mockReturnValue(false);
    await expect(createWasmEngine({ build: 'relaxed' })).rejects.toMatchObject({ code: 'nn/unsupported-build' });
  });
});
