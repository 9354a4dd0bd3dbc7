import { createRequire } from 'node:module';
import { CartwheelError } from '@cartwheel/async-guard';
import type { Engine } from '../network.ts';
import { createTfjsEngine, type Tfjs } from '../tfjs/index.ts';

/** What `@tensorflow/tfjs-core` exports beside what the engine computes with. */
interface TfjsCore extends Tfjs {
  setBackend(name: string): Promise<boolean>;
  enableProdMode(): void;
}

/** The tfjs engine on the backend in plain JavaScript. Throws `nn/no-tfjs-cpu` where its packages are missing. */
export async function createTfjsCpuEngine(): Promise<Engine> {
  const tf = requireTfjsCpu();
  // Without its advice to install the native backend.
  tf.enableProdMode();
  await tf.setBackend('cpu');
  return createTfjsEngine(tf);
}

/** As CommonJS: the packages' ES modules are none that Node takes for such. */
function requireTfjsCpu(): TfjsCore {
  const require = createRequire(import.meta.url);
  try {
    // The second registers itself with the first.
    const [core] = ['@tensorflow/tfjs-core', '@tensorflow/tfjs-backend-cpu'].map((name) => require(name) as TfjsCore);
    return core;
  } catch (cause) {
    throw new CartwheelError(
      'nn/no-tfjs-cpu',
      'The tfjs-cpu engine needs @tensorflow/tfjs-core and @tensorflow/tfjs-backend-cpu, but they do not load; run `npm install @tensorflow/tfjs-core @tensorflow/tfjs-backend-cpu`.',
      { cause },
    );
  }
}
