import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { CartwheelError } from '@cartwheel/async-guard';
import type { RunJob } from '../../wasm/kernels.ts';

/** The kinds of kernels that the addon has, by the instructions they need; the widest last. */
const INSTRUCTIONS = ['avx2', 'avx512'] as const;

export type Instructions = (typeof INSTRUCTIONS)[number];

/** The kernels of `native/`, which give the bits of WebAssembly's fused build. */
export interface NativeKernels {
  /** Of the addon, for another thread to load. */
  readonly file: string;
  readonly instructions: Instructions;
  /** `memory`: all of an engine's. */
  readonly run: (memory: Float32Array, ...job: Parameters<RunJob>) => void;
}

/** Where `native/build.js` leaves the addon, unless `CARTWHEEL_NATIVE_KERNELS` says where it is. */
function nativeKernelsFile(): string {
  const configured = process.env['CARTWHEEL_NATIVE_KERNELS'] ?? '';
  if (configured !== '') return configured;
  return fileURLToPath(new URL(`../../../native/build/${process.platform}-${process.arch}.node`, import.meta.url));
}

/**
 * The widest kernels that this processor runs, or those asked for. Throws `nn/no-native` where they were not compiled, do
 * not load, or need another processor.
 */
export function loadNativeKernels(wanted?: Instructions, file = nativeKernelsFile()): NativeKernels {
  if (!existsSync(file)) throw unavailable(`they are not there (${file}); run \`npx cartwheel-nn-native\``);
  const addon = requireAddon(file);
  const instructions = wanted ?? INSTRUCTIONS.findLast((name) => addon[name] !== undefined);
  const run = instructions === undefined ? undefined : addon[instructions];
  if (instructions === undefined || run === undefined) {
    throw unavailable(`this processor lacks ${wanted ?? 'AVX2 and FMA'}; leave --backend out, or take wasm`);
  }
  return { file, instructions, run };
}

/** The same where they are compiled and the processor runs them. Throws `nn/no-native` where they don't load. */
export function findNativeKernels(): NativeKernels | undefined {
  const file = nativeKernelsFile();
  if (!existsSync(file) || Object.keys(requireAddon(file)).length === 0) return undefined;
  return loadNativeKernels(undefined, file);
}

/** Whether `openEngine` has native kernels to compute in. Throws `nn/no-native` where there are some that don't load. */
export function hasNativeKernels(): boolean {
  return findNativeKernels() !== undefined;
}

type Addon = Readonly<Partial<Record<Instructions, NativeKernels['run']>>>;

function requireAddon(file: string): Addon {
  try {
    return createRequire(import.meta.url)(file) as Addon;
  } catch (cause) {
    throw unavailable(`${file} does not load; run \`npx cartwheel-nn-native\` again`, cause);
  }
}

function unavailable(why: string, cause?: unknown): CartwheelError<'nn/no-native'> {
  return new CartwheelError(
    'nn/no-native',
    `The native engine needs the kernels of @cartwheel/nn compiled, but ${why}.`,
    {
      cause,
    },
  );
}
