import { expect, it } from '@jest/globals';
import { compileKernels, compileNativeCrew, compileSharedKernels } from '../scripts/compile-kernels.ts';
import { NATIVE_CREW_BINARY } from '../src/node/native/native-crew-binary.ts';
import { SHARED_KERNEL_BINARIES } from '../src/node/threads/shared-kernel-binaries.ts';
import { KERNEL_BINARIES } from '../src/wasm/kernel-binaries.ts';

it.each([
  ['one thread', compileKernels, KERNEL_BINARIES],
  ['two threads', compileSharedKernels, SHARED_KERNEL_BINARIES],
  ['a crew of native kernels', async () => ({ crew: await compileNativeCrew() }), NATIVE_CREW_BINARY],
])('the committed binaries for %s are what their sources compile to', async (_, compile, committed) => {
  expect(await compile()).toEqual(committed);
});
