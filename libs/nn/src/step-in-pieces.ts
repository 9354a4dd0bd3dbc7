import { inOneGo } from './passes-of.ts';
import type { Optimizer, OptimizerStep, Pieces } from './network.ts';

/** A step of an optimiser in pieces; in one go where its engine cannot divide it. */
export function stepInPieces(optimizer: Optimizer, options: OptimizerStep): Pieces<number> {
  return optimizer.stepInPieces?.(options) ?? inOneGo(() => optimizer.step(options));
}
