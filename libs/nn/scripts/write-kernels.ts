/** Compiles `assembly/` and writes the kernels' binaries. Run: `nx build-wasm nn`. */
import { writeFile } from 'node:fs/promises';
import { compileKernels, compileSharedKernels, type CompiledKernels } from './compile-kernels.ts';

await write('../src/wasm/kernel-binaries.ts', 'KERNEL_BINARIES', await compileKernels());
await write('../src/node/threads/shared-kernel-binaries.ts', 'SHARED_KERNEL_BINARIES', await compileSharedKernels());

async function write(file: string, name: string, { relaxed, simd }: CompiledKernels): Promise<void> {
  const source = `/** Generated from \`assembly/\` by \`nx build-wasm nn\`; a test compiles it anew and compares. WebAssembly in base64. */
export const ${name} = {
  relaxed:
    '${relaxed}',
  simd: '${simd}',
} as const;
`;
  await writeFile(new URL(file, import.meta.url), source);
}
