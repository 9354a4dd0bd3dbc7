import { CartwheelError } from '@cartwheel/async-guard';
import { foreignNetwork } from '../foreign-network.ts';
import type { Engine, Trainable } from '../network.ts';
import { resolveOptimizer } from '../optimizer/optimizer-settings.ts';
import { TfjsMlp } from './tfjs-mlp.ts';
import { TfjsOptimizer } from './tfjs-optimizer.ts';
import { TfjsParameter } from './tfjs-parameter.ts';
import { TfjsTrainable } from './tfjs-trainable.ts';
import type { Tfjs } from './tfjs.ts';

/**
 * The engine on TensorFlow.js, on whichever backend `tf` has chosen (`tf.setBackend`) and registered, as long as that can
 * be read synchronously: `cpu`, `wasm`, `webgl`, `tensorflow`. It needs no gradients from tfjs. Tensors live as long as
 * the networks and optimisers that they belong to, inside `tf.tidy` as outside. Throws `nn/no-tfjs-backend` when no
 * backend starts.
 */
export async function createTfjsEngine(tf: Tfjs): Promise<Engine> {
  await start(tf);
  const name = `tfjs-${tf.getBackend()}`;
  return {
    name,
    build: `${name}/${tf.version_core}`,
    createMlp: (spec, random, defer) => new TfjsMlp(tf, spec, random, defer),
    createParameter: (parameter, values) => new TfjsParameter(tf, parameter, values),
    createOptimizer: (trained, options) =>
      new TfjsOptimizer(
        tf,
        trained.map((each) => own(tf, each)),
        resolveOptimizer(options),
      ),
  };
}

async function start(tf: Tfjs): Promise<void> {
  try {
    await tf.ready();
  } catch (cause) {
    throw new CartwheelError(
      'nn/no-tfjs-backend',
      'TensorFlow.js needs a backend that starts, but has none; import one, like @tensorflow/tfjs-backend-cpu, before createTfjsEngine.',
      { cause },
    );
  }
}

function own(tf: Tfjs, trained: Trainable): TfjsTrainable {
  if (trained instanceof TfjsTrainable && trained.tf === tf) return trained;
  throw foreignNetwork('tfjs', 'An optimiser');
}
