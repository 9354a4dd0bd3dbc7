import { createRequire } from 'node:module';
import util from 'node:util';
import { CartwheelError } from '@cartwheel/async-guard';
import type { Tfjs } from '../tfjs/index.ts';

/** What `@tensorflow/tfjs-node` exports, as far as we need it. */
interface TfjsNode extends Tfjs {
  backend(): object;
}

export interface LoadedTfjsNode {
  readonly tf: Tfjs;
  /** Of the TensorFlow library underneath, like `2.9.1`. */
  readonly libraryVersion: string;
}

/**
 * For a PPO update of networks 4–64–64–2 on batches of 64, 1.4 times faster than TensorFlow's defaults, and twice as fast
 * with hidden layers of 256; the last keeps its greeting off stderr.
 */
const SETTINGS = { TF_ENABLE_ONEDNN_OPTS: '0', TF_NUM_INTRAOP_THREADS: '1', TF_CPP_MIN_LOG_LEVEL: '1' };

/** Throws `nn/no-tfjs-node` where the package or its binary is missing. */
export function loadTfjsNode(): LoadedTfjsNode {
  applySettings();
  restoreRemovedUtilities();
  const tf = requireTfjsNode();
  return { tf, libraryVersion: libraryVersionOf(tf.backend()) };
}

/** The library reads them once, when it loads. */
function applySettings(): void {
  for (const [name, value] of Object.entries(SETTINGS)) process.env[name] ??= value;
}

/** The package calls two functions that Node 23 removed. */
function restoreRemovedUtilities(): void {
  const removed: { isArray?: unknown; isNullOrUndefined?: unknown } = util;
  removed.isArray ??= Array.isArray;
  removed.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined;
}

function requireTfjsNode(): TfjsNode {
  try {
    return createRequire(import.meta.url)('@tensorflow/tfjs-node') as TfjsNode;
  } catch (cause) {
    throw new CartwheelError(
      'nn/no-tfjs-node',
      'The tfjs-node engine needs @tensorflow/tfjs-node with its native binary, but that does not load; run `npm run setup:tfjs-node`.',
      { cause },
    );
  }
}

function libraryVersionOf(backend: object): string {
  if ('binding' in backend && typeof backend.binding === 'object' && backend.binding !== null) {
    const { binding } = backend;
    if ('TF_Version' in binding && typeof binding.TF_Version === 'string') return binding.TF_Version;
  }
  return 'unknown';
}
