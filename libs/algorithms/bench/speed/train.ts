/** Prints the seconds that a training takes. Arguments: ALGORITHM ENV PRESET STEPS THREADS BACKEND. */
import { openEngine } from '@cartwheel/nn/node';
import { createAlgorithm } from '../../src/index.ts';

const [algorithm, env, preset, steps, threads, backend] = process.argv.slice(2);
using open = await openEngine({
  backend: backend === 'native' ? 'native' : 'wasm',
  threads: threads === '1' ? 1 : 'auto',
});
const model = await createAlgorithm(algorithm, env, {
  seed: 0,
  preset: preset === 'tuned' ? 'tuned' : 'default',
  engine: open.engine,
});
const { seconds } = await model.learn({ totalTimesteps: Number(steps) });
process.stdout.write(`${seconds}\n`);
