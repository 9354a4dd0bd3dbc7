import { CartwheelError } from '@cartwheel/async-guard';
import { checkOptimizerOptions } from '../check-optimizer.ts';
import type { Engine, Network } from '../network.ts';
import { JsMlp } from './js-mlp.ts';
import { JsAdam, JsSgd } from './js-optimizer.ts';

/**
 * The engine in plain TypeScript: float32 storage, double-precision sums in a fixed order. It runs wherever JavaScript
 * does, and gives the same bits everywhere, since it uses no operation that engines may round differently.
 */
export function createJsEngine(): Engine {
  return {
    name: 'js',
    build: 'js/f32',
    createMlp: (spec, random) => new JsMlp(spec, random),
    createOptimizer(networks, options) {
      checkOptimizerOptions(options);
      const own = networks.map(ownNetwork);
      return options.kind === 'adam' ? new JsAdam(own, options) : new JsSgd(own);
    },
  };
}

function ownNetwork(network: Network): JsMlp {
  if (network instanceof JsMlp) return network;
  throw new CartwheelError(
    'nn/foreign-network',
    `The js engine's optimiser can only update networks that the js engine made; make both with one engine.`,
  );
}
