import * as z from 'zod';
import { jsonValue } from './json-value.schema.ts';

/**
 * The engines by name: WebAssembly SIMD, the same in machine code, plain JavaScript, TensorFlow.js in JavaScript, TensorFlow's
 * native library.
 */
export const backend = z.enum(['wasm', 'native', 'js', 'tfjs-cpu', 'tfjs-node']);

/** On how many threads networks compute. */
const threads = z.union([z.literal(1), z.literal(2), z.literal('auto')]);

/** What a training is asked to do: the config file, the command line's flags, and `runTraining()`'s argument. */
export const trainConfig = z.strictObject({
  env: z.string().min(1),
  algo: z.string().min(1),
  /** Environment steps over all environments; the preset's budget otherwise. */
  steps: z.int().positive().optional(),
  seed: z.int().nonnegative().default(0),
  /** Number of environments; the preset's or the algorithm's otherwise. */
  envs: z.int().positive().optional(),
  preset: z.enum(['tuned', 'default']).default('tuned'),
  /** Hyperparameters by name, over the preset's. */
  set: z.record(z.string(), jsonValue).default({}),
  experiment: z.string().min(1).default('default'),
  tags: z.array(z.string().min(1)).default([]),
  /** What computes the networks; the fastest that runs there otherwise. */
  backend: backend.optional(),
  /** Threads of WebAssembly or native kernels, with the same bits: `auto`, as otherwise, takes a second one while that is faster. */
  threads: threads.optional(),
  /** Episodes of the final evaluation; 0 for none. */
  evalEpisodes: z.int().nonnegative().default(20),
  /** Evaluate every N environment steps; 0 for never. */
  evalEvery: z.int().nonnegative().default(0),
  /** Checkpoint every N environment steps; 0 for the last step only. */
  checkpointEvery: z.int().nonnegative().default(0),
  /** Checkpoint every so many seconds; 0 for never. 60 where neither this nor `checkpointEvery` is given. */
  checkpointSeconds: z.number().nonnegative().optional(),
  /** How many of the newest checkpoints stay, beside the first and the best. 5 where it is not given. */
  keepCheckpoints: z.int().positive().optional(),
  /** The checkpoint of another run that this one began with. */
  forkOf: z.strictObject({ runId: z.string().min(1), step: z.int().nonnegative() }).optional(),
});

/** What `backend` parses to. */
export type Backend = z.output<typeof backend>;
/** What `trainConfig` parses to, with its defaults. */
export type TrainConfig = z.output<typeof trainConfig>;
/** What `trainConfig` takes, before its defaults. */
export type TrainConfigInput = z.input<typeof trainConfig>;
