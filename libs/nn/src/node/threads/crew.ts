import { Worker } from 'node:worker_threads';
import { CartwheelError } from '@cartwheel/async-guard';
import type { RunJob } from '../../wasm/kernels.ts';
import type { NativeKernels } from '../native/load-native-kernels.ts';
import type { Pace } from './pace.ts';

/** What `assembly/crew.as` exports. */
export interface CrewKernels {
  /** As `run`, with the other thread; 0 where that fell silent. */
  readonly share: (crew: number, ...job: Parameters<RunJob>) => number;
  stop(crew: number): void;
}

/** Who divides work between two threads, and who does it where it is not divided. */
export interface Crew {
  readonly kernels: CrewKernels;
  readonly run: RunJob;
}

/** What both threads work with: a module, its memory, and the addon where that has the kernels. */
export interface Workplace {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly native?: Pick<NativeKernels, 'file' | 'instructions'> | undefined;
}

/** Bytes of what the two threads tell each other by. */
export const CREW_BYTES = 192;

/** Units that `share` can count to. */
const MOST_UNITS = 2 ** 16 - 1;

/**
 * The other thread: it instantiates the same module on the same memory and is inside the kernels from then on. As text, so
 * that it starts from sources, from the built library and out of a bundle alike.
 */
const SERVE = `
const { parentPort, workerData: { module, memory, native, crew } } = require('node:worker_threads');
const run = native && require(native.file)[native.instructions];
const floats = new Float32Array(memory.buffer);
function doChunk(job, table, from, count, batch, stride) {
  run(floats, job, table, from, from + count, count, batch, stride);
}
const { exports } = new WebAssembly.Instance(module, { env: { memory, doChunk } });
parentPort.postMessage('ready');
while (exports.serve(crew));
`;

/** Resolves once the thread is there. It keeps no process alive, and ends with `kernels.stop`. */
export function startThread(workerData: Workplace & { readonly crew: number }): Promise<void> {
  const worker = new Worker(SERVE, { eval: true, workerData, execArgv: [], name: 'cartwheel-nn' });
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('message', () => {
      worker.unref();
      resolve();
    });
  });
}

/** Does each job on this thread alone or together with the other, as `pace` has it. */
export function shareJobs({ kernels: { share }, run }: Crew, crew: number, pace: Pace): RunJob {
  function work(job: number, table: number, from: number, to: number, chunk: number, batch: number, stride: number) {
    if (!pace.isShared || to - from <= chunk || to > MOST_UNITS) run(job, table, from, to, chunk, batch, stride);
    else if (share(crew, job, table, from, to, chunk, batch, stride) === 0) throw silentThread();
  }

  return (job, table, from, to, chunk, batch, stride) => {
    if (!pace.isMeasuring) work(job, table, from, to, chunk, batch, stride);
    else {
      const start = pace.now();
      work(job, table, from, to, chunk, batch, stride);
      pace.note(job, table, batch, pace.now() - start);
    }
    pace.ended(job);
  };
}

function silentThread(): CartwheelError<'nn/thread-silent'> {
  return new CartwheelError(
    'nn/thread-silent',
    'The second thread has not ended its part of a computation for a minute: it has died, or the machine has no time for it. Go on from the last checkpoint with --threads 1.',
  );
}
