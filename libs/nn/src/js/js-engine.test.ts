import { describe, expect, it } from '@jest/globals';
import { describeEngine } from '../testing/index.ts';
import { expectReusedBuffers } from '../testing/expect-reused-buffers.ts';
import { seededNormals } from '../testing/seeded-normals.ts';
import { rationalTanh } from './activations.ts';
import { createJsEngine } from './js-engine.ts';
import { multiply } from './multiply.ts';

describeEngine('js', createJsEngine);

describe('the js engine', () => {
  it('names its build', () => {
    expect(createJsEngine()).toMatchObject({ name: 'js', build: 'js/f32' });
  });

  it('gives the same bits for a row whatever the batch', () => {
    const spec = { inputSize: 5, hiddenSizes: [10, 7], outputSize: 3, activation: 'tanh' } as const;
    const network = createJsEngine().createMlp(spec, seededNormals(1));
    const x = seededNormals(2).array(9 * 5);
    const together = network.forward(x, 9).slice();
    for (let row = 0; row < 9; row++) {
      expect(network.forward(x.subarray(row * 5, row * 5 + 5), 1)).toEqual(together.subarray(row * 3, row * 3 + 3));
    }
  });

  it('reuses its buffers: the same views for the same batch', () => {
    const { y8, y2 } = expectReusedBuffers(createJsEngine());
    expect(y2.buffer).toBe(y8.buffer);
  });
});

describe('multiply', () => {
  it.each([
    [1, 1, 1],
    [4, 4, 3],
    [5, 6, 7],
    [3, 9, 2],
    [8, 3, 5],
    [13, 11, 17],
  ])('equals the textbook for %i × %i, k = %i, in every arrangement of strides', (m, n, k) => {
    const random = seededNormals(m * 100 + n);
    const a = random.array(m * k);
    const b = random.array(k * n);
    for (const [aRow, aK] of [
      [k, 1],
      [1, m],
    ]) {
      for (const [bK, bColumn] of [
        [n, 1],
        [1, k],
      ]) {
        const c = new Float32Array(m * n);
        multiply(c, 0, m, n, k, a, aRow, aK, b, bK, bColumn);
        const expected = Float32Array.from({ length: m * n }, (_, e) => {
          const [i, j] = [Math.floor(e / n), e % n];
          let sum = 0;
          for (let p = 0; p < k; p++) sum += a[i * aRow + p * aK] * b[p * bK + j * bColumn];
          return sum;
        });
        expect(c).toEqual(expected);
      }
    }
  });
});

describe('rationalTanh', () => {
  it('is within 2.4e-7 of tanh, never decreases and stays inside (−1, 1)', () => {
    let previous = -1;
    let worst = 0;
    for (let i = -100_000; i <= 100_000; i++) {
      const y = Math.fround(rationalTanh(i * 1e-4));
      worst = Math.max(worst, Math.abs(y - Math.tanh(i * 1e-4)));
      if (y < previous || Math.abs(y) >= 1) throw new Error(`tanh(${i * 1e-4}) came out as ${y}`);
      previous = y;
    }
    expect(worst).toBeLessThan(2.4e-7);
  });
});
