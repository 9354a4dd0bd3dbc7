import { expect, it } from '@jest/globals';
import { compileKernels } from '../scripts/compile-kernels.ts';
import { KERNEL_BINARIES } from '../src/wasm/kernel-binaries.ts';

it('the committed kernels are what their sources compile to', async () => {
  const compiled = await compileKernels();
  expect(compiled.relaxed).toBe(KERNEL_BINARIES.relaxed);
  expect(compiled.simd).toBe(KERNEL_BINARIES.simd);
}, 120_000);
