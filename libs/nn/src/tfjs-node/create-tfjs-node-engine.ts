import type { Engine } from '../network.ts';
import { createTfjsEngine } from '../tfjs/index.ts';
import { loadTfjsNode } from './load-tfjs-node.ts';

/**
 * The tfjs engine on `@tensorflow/tfjs-node`, which computes in the TensorFlow library, on one thread and without oneDNN
 * unless `TF_NUM_INTRAOP_THREADS` and `TF_ENABLE_ONEDNN_OPTS` say otherwise: that is the fastest for small networks.
 * `build` names the library's version. Throws `nn/no-tfjs-node` where the package or its binary is missing.
 */
export async function createTfjsNodeEngine(): Promise<Engine> {
  const { tf, libraryVersion } = loadTfjsNode();
  const engine = await createTfjsEngine(tf);
  return { ...engine, name: 'tfjs-node', build: `tfjs-node/${tf.version_core}/tensorflow-${libraryVersion}` };
}
