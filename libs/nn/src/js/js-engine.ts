import { foreignNetwork } from '../foreign-network.ts';
import type { Engine, Trainable } from '../network.ts';
import { JsMlp } from './js-mlp.ts';
import { JsOptimizer } from './js-optimizer.ts';
import { JsParameter } from './js-parameter.ts';
import { JsTrainable } from './js-trainable.ts';
import { createJsUpdateRule } from './js-update-rule.ts';

/**
 * The engine in plain TypeScript: float32 storage, double-precision sums in a fixed order. It runs wherever JavaScript
 * does, and gives the same bits everywhere, since it uses no operation that engines may round differently.
 */
export function createJsEngine(): Engine {
  return {
    name: 'js',
    build: 'js/f32',
    createMlp: (spec, random, defer) => new JsMlp(spec, random, defer),
    createParameter: (name, values) => new JsParameter(name, values),
    createOptimizer: (trained, options) => new JsOptimizer(trained.map(own), createJsUpdateRule(options)),
  };
}

function own(trained: Trainable): JsTrainable {
  if (trained instanceof JsTrainable) return trained;
  throw foreignNetwork('js', 'An optimiser');
}
