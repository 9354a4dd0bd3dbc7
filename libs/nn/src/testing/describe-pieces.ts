import { describe, expect, it } from '@jest/globals';
import type { MlpSpec } from '../network.ts';
import { passesOf } from '../passes-of.ts';
import { bits } from './comparisons.ts';
import type { CreateEngine } from './create-engine.ts';
import { resultOf } from './result-of.ts';
import { seededNormals } from './seeded-normals.ts';

const SPEC: MlpSpec = { inputSize: 5, hiddenSizes: [10, 6], outputSize: 3, activation: 'silu' };

/** Passes in pieces, whether an engine can divide them or not. */
export function describePieces(createEngine: CreateEngine): void {
  describe('passes in pieces', () => {
    it('have the bits of those in one go, whatever the batch', async () => {
      const engine = await createEngine();
      const network = engine.createMlp(SPEC, seededNormals(61));
      const [passes] = passesOf(engine.createMlp(SPEC, seededNormals(61)));
      for (const [i, batch] of [3, 16, 1, 33, 16].entries()) {
        const x = seededNormals(i).array(batch * 5);
        const outputGradient = seededNormals(100 + i).array(batch * 3);
        expect(bits(resultOf(passes.forward(x, batch)))).toEqual(bits(network.forward(x, batch)));
        expect(bits(resultOf(passes.backward(outputGradient)))).toEqual(bits(network.backward(outputGradient)));
        expect(bits(resultOf(passes.backwardToInputs(outputGradient)))).toEqual(
          bits(network.backwardToInputs(outputGradient)),
        );
      }
    });

    it('leave the gradients of the parameters where the optimiser finds them', async () => {
      const engine = await createEngine();
      const [x, outputGradient] = [seededNormals(1).array(8 * 5), seededNormals(2).array(8 * 3)];
      const [whole, divided] = [0, 1].map(() => engine.createMlp(SPEC, seededNormals(62)));
      whole.forward(x, 8);
      whole.backwardToParameters(outputGradient);
      const [passes] = passesOf(divided);
      resultOf(passes.forward(x, 8));
      resultOf(passes.backwardToParameters(outputGradient));
      expect(bits(divided.readGradients())).toEqual(bits(whole.readGradients()));
      expect(divided.readGradients().some((gradient) => gradient !== 0)).toBe(true);
    });
  });
}
