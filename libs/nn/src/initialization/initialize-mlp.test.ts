import { expect, it } from '@jest/globals';
import { layOutMlp } from '../mlp-layout.ts';
import type { RandomSource } from '../network.ts';
import { bits } from '../testing/comparisons.ts';
import { seededNormals } from '../testing/seeded-normals.ts';
import { initializeMlp } from './initialize-mlp.ts';

/** As a textbook has it: the columns of `a`, `[length][count]`, one after the other, each projected twice. */
function gramSchmidt(a: number[][]): number[][] {
  const q = a.map((row) => [...row]);
  for (const j of q[0].keys()) {
    for (let pass = 0; pass < 2; pass++) {
      for (let i = 0; i < j; i++) {
        const projection = q.reduce((sum, row) => sum + row[i] * row[j], 0);
        for (const row of q) row[j] -= projection * row[i];
      }
    }
    const norm = Math.sqrt(q.reduce((sum, row) => sum + row[j] ** 2, 0));
    for (const row of q) row[j] /= norm;
  }
  return q;
}

const transpose = (a: number[][]): number[][] => a[0].map((_, column) => a.map((row) => row[column]));

/** The weights `[in][out]` of a layer. */
function plainly(inputSize: number, outputSize: number, gain: number, random: RandomSource): number[][] {
  const drawn = Array.from({ length: outputSize }, () =>
    Array.from({ length: inputSize }, () => random.standardNormal()),
  );
  const q = outputSize < inputSize ? transpose(gramSchmidt(transpose(drawn))) : gramSchmidt(drawn);
  return transpose(q).map((row) => row.map((value) => gain * value));
}

it.each([
  ['square', 24, 24],
  ['wide', 31, 9],
  ['tall', 9, 31],
  ['of one', 1, 1],
])('has the bits of a plain Gram-Schmidt: %s', (_, inputSize, outputSize) => {
  const layout = layOutMlp({ inputSize, hiddenSizes: [], outputSize, activation: 'tanh', outputGain: 0.3 });
  const weights = initializeMlp(layout, seededNormals(1)).subarray(0, inputSize * outputSize);
  expect(bits(weights)).toEqual(bits(Float32Array.from(plainly(inputSize, outputSize, 0.3, seededNormals(1)).flat())));
});
