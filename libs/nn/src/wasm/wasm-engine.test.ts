import { describe, expect, it } from '@jest/globals';
import { createJsEngine } from '../js/js-engine.ts';
import type { Activation } from '../network.ts';
import { bits, codeThrownBy } from '../testing/comparisons.ts';
import { describeEngine } from '../testing/index.ts';
import { expectReusedBuffers } from '../testing/expect-reused-buffers.ts';
import { seededNormals } from '../testing/seeded-normals.ts';
import { createWasmEngine } from './wasm-engine.ts';

describeEngine('wasm, relaxed', () => createWasmEngine({ build: 'relaxed' }));
describeEngine('wasm, simd', () => createWasmEngine({ build: 'simd' }));

describe('the wasm engine', () => {
  it('names its build and whether its multiply-add rounds once', async () => {
    const relaxed = await createWasmEngine({ build: 'relaxed' });
    const simd = await createWasmEngine({ build: 'simd' });
    const chosen = await createWasmEngine();
    expect([relaxed.name, simd.name]).toEqual(['wasm', 'wasm']);
    expect(simd.build).toBe('wasm/simd');
    expect(relaxed.build).toMatch(/^wasm\/relaxed-(fused|unfused)$/);
    expect(chosen.build).toBe(relaxed.build === 'wasm/relaxed-fused' ? 'wasm/relaxed-fused' : 'wasm/simd');
  });

  it('says truly whether it rounds once', async () => {
    // One multiply-add: with a = 1 + 2⁻¹², a² − (1 + 2⁻¹¹) is 2⁻²⁴ rounded once, 0 rounded twice.
    const outputs = await Promise.all(
      (['relaxed', 'simd'] as const).map(async (build) => {
        const engine = await createWasmEngine({ build });
        const spec = { inputSize: 1, hiddenSizes: [], outputSize: 1, activation: 'tanh' } as const;
        const network = engine.createMlp(spec, seededNormals(1));
        network.writeParameters(Float32Array.of(1 + 2 ** -12, -(1 + 2 ** -11)));
        const [y] = network.forward(Float32Array.of(1 + 2 ** -12), 1);
        return [engine.build, y];
      }),
    );
    expect(outputs).toContainEqual(['wasm/simd', 0]);
    expect(outputs[0]).toEqual(
      outputs[0][0] === 'wasm/relaxed-fused' ? ['wasm/relaxed-fused', 2 ** -24] : ['wasm/relaxed-unfused', 0],
    );
  });

  it.each(['relaxed', 'simd'] as const)('gives the same bits for a row whatever the batch: %s', async (build) => {
    const engine = await createWasmEngine({ build });
    const spec = { inputSize: 11, hiddenSizes: [70, 33], outputSize: 9, activation: 'tanh' } as const;
    const network = engine.createMlp(spec, seededNormals(1));
    const x = seededNormals(2).array(9 * 11);
    const together = network.forward(x, 9).slice();
    for (let row = 0; row < 9; row++) {
      const alone = network.forward(x.subarray(row * 11, row * 11 + 11), 1);
      expect(bits(alone)).toEqual(bits(together.subarray(row * 9, row * 9 + 9)));
    }
  });

  it.each(['relaxed', 'simd'] as const)(
    'has a tanh within 4e-7 that stays in [−1, 1] and is odd: %s',
    async (build) => {
      const engine = await createWasmEngine({ build });
      const tanh = unary(engine, 'tanh');
      const xs = Float32Array.from({ length: 200_001 }, (_, i) => (i - 100_000) * 1e-4);
      const ys = tanh(xs);
      expect(Math.max(...errors(ys, xs.map(Math.tanh)))).toBeLessThan(4e-7);
      expect(ys.every((y, i) => Math.abs(y) <= 1 && y === -ys[ys.length - 1 - i])).toBe(true);
    },
  );

  it.each([{ kind: 'adam' }, { kind: 'rmsprop', alpha: 0.9 }, { kind: 'sgd', momentum: 0.9 }] as const)(
    'lets the moments of what has no gradient any more become zero, not subnormal and slow: $kind',
    async (options) => {
      const engine = await createWasmEngine();
      const parameter = engine.createParameter('p', new Float32Array(8));
      const optimizer = engine.createOptimizer([parameter], options);
      const slots = (): number[] => Object.values(optimizer.readState().slots).flatMap((slot) => [...slot]);
      for (let i = 0; i < 900; i++) {
        parameter.writeGradients(new Float32Array(8).fill(i === 0 ? 1e-6 : 0));
        optimizer.step({ learningRate: 1e-3 });
      }
      expect(slots().every((moment) => moment === 0 || Math.abs(moment) >= 2 ** -100)).toBe(true);
      expect(slots()).toContain(0);
      parameter.writeGradients(new Float32Array(8).fill(Number.NaN));
      optimizer.step({ learningRate: 1e-3 });
      expect(slots().every(Number.isNaN)).toBe(true);
    },
  );

  it('reuses its buffers: the same arrays for the same batch', async () => {
    expectReusedBuffers(await createWasmEngine());
  });

  it('refuses networks of another wasm engine, whose memory it does not share, and of the js engine', async () => {
    const spec = { inputSize: 2, hiddenSizes: [4], outputSize: 3, activation: 'relu' } as const;
    const engine = await createWasmEngine();
    const own = engine.createMlp(spec, seededNormals(1));
    for (const other of [await createWasmEngine(), createJsEngine()]) {
      const foreign = other.createMlp(spec, seededNormals(1));
      expect(codeThrownBy(() => engine.createOptimizer([own, foreign], { kind: 'adam' }))).toBe('nn/foreign-network');
      expect(codeThrownBy(() => own.polyakUpdate(foreign, 0.5))).toBe('nn/foreign-network');
      expect(codeThrownBy(() => foreign.polyakUpdate(own, 0.5))).toBe('nn/foreign-network');
    }
  });
});

/** A single activation as a function. */
function unary(engine: Awaited<ReturnType<typeof createWasmEngine>>, activation: Activation) {
  const spec = { inputSize: 1, hiddenSizes: [], outputSize: 1, activation, outputActivation: activation };
  const network = engine.createMlp(spec, seededNormals(1));
  network.writeParameters(Float32Array.of(1, 0));
  return (xs: Float32Array): Float32Array => network.forward(xs, xs.length);
}

function errors(actual: Float32Array, expected: Float32Array): number[] {
  let worst = 0;
  actual.forEach((value, i) => {
    worst = Math.max(worst, Math.abs(value - expected[i]));
  });
  return [worst];
}
