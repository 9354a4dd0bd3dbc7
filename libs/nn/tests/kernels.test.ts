import { expect, it } from '@jest/globals';
import { compileKernels, compileSharedKernels } from '../scripts/compile-kernels.ts';
import { SHARED_KERNEL_BINARIES } from '../src/node/threads/shared-kernel-binaries.ts';
import { KERNEL_BINARIES } from '../src/wasm/kernel-binaries.ts';

it.each([
  ['one thread', compileKernels, KERNEL_BINARIES],
  ['two threads', compileSharedKernels, SHARED_KERNEL_BINARIES],
])(
  'the committed kernels for %s are what their sources compile to',
  async (_, compile, { relaxed, simd }) => {
    expect(await compile()).toEqual({ relaxed, simd });
  },
  120_000,
);
