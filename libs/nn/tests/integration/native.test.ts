import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from '@jest/globals';
import { weightsHash } from '../../scripts/weights-hash.ts';
import { createWasmEngine, type Engine } from '../../src/index.ts';
import { createNativeEngine } from '../../src/node/native/create-native-engine.ts';
import { loadNativeKernels, type Instructions } from '../../src/node/native/load-native-kernels.ts';
import { openEngine } from '../../src/node/open-engine.ts';
import { createThreadedEngine } from '../../src/node/threads/create-threaded-engine.ts';
import { codeThrownBy } from '../../src/testing/comparisons.ts';
import { describeEngine } from '../../src/testing/index.ts';
import { expectSameBits } from '../expect-same-bits.ts';

const BUILD = fileURLToPath(new URL('../../native/build.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'native-'));
const file = join(folder, 'deep', 'kernels.node');
afterAll(() => rmSync(folder, { recursive: true }));

function build(env: NodeJS.ProcessEnv = {}): { status: number | null; told: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [BUILD, '--out', file], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  return { status, told: stdout + stderr };
}

// A machine without a compiler has no native kernels; where CI has one, that must not go unnoticed.
const isRequired = (process.env['CARTWHEEL_REQUIRE_NATIVE'] ?? '') !== '';
const built = build();

describe('native/build.js', () => {
  it('compiles, or says what is missing', () => {
    const isBuilt = built.status === 0 || isRequired;
    expect(built.told).toMatch(
      isBuilt ? /^Native kernels: .*kernels\.node\n$/ : /for x64 on Linux and macOS|C compiler|Node's headers/,
    );
  });

  it('names a compiler that does not run', () => {
    const { status, told } = build({ CC: join(folder, 'none') });
    expect(status).toBe(1);
    expect(told).toMatch(
      process.arch === 'x64' ? /^Expected a C compiler by the name of .*none \(set CC\)/ : /for x64/,
    );
  });
});

describe('kernels that are not there', () => {
  it('are asked for in vain: the error names the command that compiles them', () => {
    const missing = (): unknown => loadNativeKernels(undefined, join(folder, 'none.node'));
    expect(codeThrownBy(missing)).toBe('nn/no-native');
    expect(missing).toThrow('npx cartwheel-nn-native');
  });

  it('do not load where something else lies', () => {
    expect(codeThrownBy(() => loadNativeKernels(undefined, BUILD))).toBe('nn/no-native');
  });
});

if (built.status === 0) {
  for (const instructions of ['avx2', 'avx512'] as const) {
    if (codeThrownBy(() => loadNativeKernels(instructions, file)) === undefined) describeKernels(instructions);
  }

  describe('openEngine', () => {
    it.each([
      [undefined, 1],
      [undefined, 2],
      ['native', 1],
      ['native', 'auto'],
    ] as const)('takes the kernels that are there: backend %s on %s thread(s)', async (backend, threads) => {
      process.env['CARTWHEEL_NATIVE_KERNELS'] = file;
      try {
        using open = await openEngine({ backend, threads });
        expect(open.engine).toMatchObject({ name: 'native', build: 'wasm/relaxed-fused' });
      } finally {
        delete process.env['CARTWHEEL_NATIVE_KERNELS'];
      }
    });
  });
}

function describeKernels(instructions: Instructions): void {
  const kernels = loadNativeKernels(instructions, file);
  describeEngine(`native, ${instructions}`, () => createNativeEngine(kernels));

  describe(`native kernels, ${instructions}, give the bits of WebAssembly's fused build`, () => {
    it('after 200 updates', async () => {
      expect(weightsHash(await createNativeEngine(kernels))).toBe('7312a241105a94f2');
    });

    it('in all that a network gives, whatever its shape, and in the state of every optimiser', async () => {
      expectSameBits(await createWasmEngine({ build: 'relaxed' }), await createNativeEngine(kernels), 60);
    });

    it.each([2, 'auto'] as const)('on two threads (%s)', async (threads) => {
      const threaded = await createThreadedEngine({ threads, native: kernels });
      const { engine }: { engine: Engine } = threaded;
      expect(engine.name).toBe('native');
      expect(weightsHash(engine)).toBe('7312a241105a94f2');
      expectSameBits(await createWasmEngine({ build: 'relaxed' }), engine);
      threaded.close();
    });
  });
}
