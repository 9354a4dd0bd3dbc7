import { readFile } from 'node:fs/promises';
import { main } from 'assemblyscript/asc';

/** The features that each build is compiled with. */
const FEATURES = { relaxed: 'simd,relaxed-simd', simd: 'simd' } as const;

/** Pages: 1 GiB of addresses, of which memory is taken as it is needed. `MAXIMUM_PAGES` in `shared-memory.ts`. */
const SHARED = ['--enable', 'threads', '--sharedMemory', '--initialMemory', '1', '--maximumMemory', '16384'];

export type CompiledKernels = Record<keyof typeof FEATURES, string>;

/** The kernels of `assembly/`, compiled: a WebAssembly module for each build, in base64. */
export async function compileKernels(): Promise<CompiledKernels> {
  return compileBuilds('assembly/index.ts', []);
}

/** The same for memory that threads share. */
export async function compileSharedKernels(): Promise<CompiledKernels> {
  return compileBuilds('assembly/shared.ts', SHARED);
}

/** What divides the work of native kernels between two threads: `crew.as`, which calls them by `native-jobs.as`. */
export async function compileNativeCrew(): Promise<string> {
  return compile('assembly/crew.ts', SHARED, { 'assembly/jobs.ts': 'assembly/native-jobs.ts' });
}

async function compileBuilds(entry: string, options: readonly string[]): Promise<CompiledKernels> {
  return {
    relaxed: await compile(entry, ['--enable', FEATURES.relaxed, ...options]),
    simd: await compile(entry, ['--enable', FEATURES.simd, ...options]),
  };
}

/** `instead`: sources that others are read in the place of. */
async function compile(
  entry: string,
  features: readonly string[],
  instead: Readonly<Record<string, string>> = {},
): Promise<string> {
  const options = ['-O3', '--noAssert', '--runtime', 'stub', '--importMemory', ...features];
  let binary: Uint8Array | undefined;
  let diagnostics = '';
  const { error } = await main([entry, '--outFile', 'kernels.wasm', ...options], {
    stderr: {
      write(chunk) {
        diagnostics += String(chunk);
      },
    },
    readFile: (name) => readSource(instead[name] ?? name),
    listFiles: () => [],
    writeFile(_, contents) {
      if (typeof contents !== 'string') binary = contents;
    },
  });
  if (binary === undefined) throw new Error(`The kernels do not compile:\n${diagnostics}`, { cause: error });
  return Buffer.from(binary).toString('base64');
}

/** The sources end in `.as`, so that formatters and linters don't take them for TypeScript; the compiler asks for `.ts`. */
async function readSource(name: string): Promise<string | null> {
  if (!name.startsWith('assembly/')) return null;
  return readFile(new URL(`../${name.replace(/\.ts$/, '.as')}`, import.meta.url), 'utf8');
}
