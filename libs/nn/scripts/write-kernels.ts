/** Compiles `assembly/` and writes `src/wasm/kernel-binaries.ts`. Run: `nx build-wasm nn`. */
import { writeFile } from 'node:fs/promises';
import { compileKernels } from './compile-kernels.ts';

const { relaxed, simd } = await compileKernels();
const source = `/** Generated from \`assembly/\` by \`nx build-wasm nn\`; a test compiles it anew and compares. WebAssembly in base64. */
export const KERNEL_BINARIES = {
  relaxed:
    '${relaxed}',
  simd: '${simd}',
} as const;
`;
await writeFile(new URL('../src/wasm/kernel-binaries.ts', import.meta.url), source);
