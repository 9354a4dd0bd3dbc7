import { describe } from '@jest/globals';
import type { CreateEngine } from './create-engine.ts';
import { describeBatches } from './describe-batches.ts';
import { describeErrors } from './describe-errors.ts';
import { describeGradients } from './describe-gradients.ts';
import { describeInitialization } from './describe-initialization.ts';
import { describeOptimizers } from './describe-optimizers.ts';
import { describePieces } from './describe-pieces.ts';
import { describeSharing } from './describe-sharing.ts';

/**
 * The conformance suite that every engine passes: call it at the top of a Jest test file. `createEngine` is called once a
 * test.
 */
export function describeEngine(name: string, createEngine: CreateEngine): void {
  describe(`engine ${name}`, () => {
    describeInitialization(createEngine);
    describeGradients(createEngine);
    describeOptimizers(createEngine);
    describeBatches(createEngine);
    describePieces(createEngine);
    describeSharing(createEngine);
    describeErrors(createEngine);
  });
}
