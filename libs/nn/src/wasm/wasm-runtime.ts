import { CartwheelError } from '@cartwheel/async-guard';
import { enableRelaxedSimd } from '#enable-relaxed-simd';
import { KERNEL_BINARIES } from './kernel-binaries.ts';
import type { Kernels, RunJob } from './kernels.ts';
import { WasmMemory } from './wasm-memory.ts';

/**
 * Which instructions the kernels use: `relaxed` SIMD has a multiply-add that may round once, and does on current
 * processors; `simd` rounds twice everywhere.
 */
export type WasmBuild = 'relaxed' | 'simd';

/** Kernels and the memory they work on. */
export interface WasmRuntime {
  /** `wasm/relaxed-fused`, `wasm/relaxed-unfused` or `wasm/simd`. */
  readonly build: string;
  readonly kernels: Kernels;
  readonly memory: WasmMemory;
  /** That of the kernels, or one that shares the work with another thread. */
  readonly run: RunJob;
}

const modules = new Map<WasmBuild, Promise<WebAssembly.Module>>();

/** Whether this JavaScript engine can run a build. */
export function isSupported(build: WasmBuild): boolean {
  if (typeof WebAssembly === 'undefined') return false;
  const binary = decode(KERNEL_BINARIES[build]);
  if (WebAssembly.validate(binary)) return true;
  return build === 'relaxed' && enableRelaxedSimd() && WebAssembly.validate(binary);
}

/**
 * Without a build: relaxed where it is supported and fused, else simd, whose bits an unfused relaxed build has too.
 * Throws `nn/unsupported-build`.
 */
export async function createWasmRuntime(build?: WasmBuild): Promise<WasmRuntime> {
  if (build !== undefined) return instantiate(build);
  if (!isSupported('relaxed')) return instantiate('simd');
  const relaxed = await instantiate('relaxed');
  return relaxed.build === 'wasm/relaxed-fused' ? relaxed : instantiate('simd');
}

async function instantiate(build: WasmBuild): Promise<WasmRuntime> {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const module = await compile(build);
  const { exports } = await WebAssembly.instantiate(module, { env: { memory } });
  const kernels = exports as unknown as Kernels;
  return {
    build: nameBuild(build, kernels),
    kernels,
    memory: new WasmMemory(memory, kernels.heapBase()),
    run: kernels.run,
  };
}

/** What a checkpoint knows a build by. */
export function nameBuild(build: WasmBuild, kernels: Kernels): string {
  return build === 'simd' ? 'wasm/simd' : `wasm/relaxed-${isFused(kernels) ? 'fused' : 'unfused'}`;
}

/** Compiled once, however many engines there are. */
function compile(build: WasmBuild): Promise<WebAssembly.Module> {
  if (!isSupported(build)) {
    throw new CartwheelError(
      'nn/unsupported-build',
      `This runtime does not run WebAssembly with ${build === 'relaxed' ? 'relaxed SIMD' : 'SIMD'}; use createEngine(), which falls back to what it runs.`,
    );
  }
  const known = modules.get(build);
  if (known !== undefined) return known;
  const module = WebAssembly.compile(decode(KERNEL_BINARIES[build]));
  modules.set(build, module);
  return module;
}

/** (1 + 2⁻¹²)² − (1 + 2⁻¹¹) is 2⁻²⁴ when it is rounded once, and 0 when it is rounded twice. */
function isFused(kernels: Kernels): boolean {
  return kernels.isFused(1 + 2 ** -12, -(1 + 2 ** -11)) !== 0;
}

/** The bytes of a binary. */
export function decode(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
