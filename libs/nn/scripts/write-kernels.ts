/** Compiles `assembly/` and writes the kernels' binaries. Run: `nx build-wasm nn`. */
import { writeFile } from 'node:fs/promises';
import { compileKernels, compileNativeCrew, compileSharedKernels } from './compile-kernels.ts';

await write('../src/wasm/kernel-binaries.ts', 'KERNEL_BINARIES', await compileKernels());
await write('../src/node/threads/shared-kernel-binaries.ts', 'SHARED_KERNEL_BINARIES', await compileSharedKernels());
await write('../src/node/native/native-crew-binary.ts', 'NATIVE_CREW_BINARY', { crew: await compileNativeCrew() });

/** `binaries` by the name of their build. */
async function write(file: string, name: string, binaries: Readonly<Record<string, string>>): Promise<void> {
  const lines = Object.entries(binaries).map(([build, binary]) => `  ${build}:\n    '${binary}',\n`);
  const source = `/** Generated from \`assembly/\` by \`nx build-wasm nn\`; a test compiles it anew and compares. WebAssembly in base64. */
export const ${name} = {
${lines.join('')}} as const;
`;
  await writeFile(new URL(file, import.meta.url), source);
}
