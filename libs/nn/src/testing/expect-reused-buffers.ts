import { expect } from '@jest/globals';
import type { Engine } from '../network.ts';
import { seededNormals } from './seeded-normals.ts';

/** The same batch gets the same arrays. Gives those of the batches of 8 and of 2 rows. */
export function expectReusedBuffers(engine: Engine): { readonly y8: Float32Array; readonly y2: Float32Array } {
  const spec = { inputSize: 2, hiddenSizes: [4], outputSize: 3, activation: 'relu' } as const;
  const network = engine.createMlp(spec, seededNormals(1));
  const y8 = network.forward(new Float32Array(16), 8);
  const gradient8 = network.backward(new Float32Array(24));
  const y2 = network.forward(new Float32Array(4), 2);
  expect(network.forward(new Float32Array(16), 8)).toBe(y8);
  expect(network.backward(new Float32Array(24))).toBe(gradient8);
  expect(network.forward(new Float32Array(4), 2)).toBe(y2);
  return { y8, y2 };
}
