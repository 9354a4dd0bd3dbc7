import { describeError } from '@cartwheel/async-guard';
import { createGenerator } from '@cartwheel/random';
import { createTfjsNodeEngine } from '../../src/tfjs-node/index.ts';

const SPEC = { inputSize: 2, hiddenSizes: [16], outputSize: 1, activation: 'tanh' } as const;
/** XOR. */
const X = Float32Array.of(0, 0, 0, 1, 1, 0, 1, 1);
const TARGET = [0, 1, 1, 0];

try {
  await prove();
} catch (error) {
  const { message, causes } = describeError(error);
  const lines = [message, ...causes.map((cause) => cause.message.trim())];
  process.stderr.write(`setup:tfjs-node: not yet: ${lines.join('\n  ')}\n`);
  process.exitCode = 1;
}

async function prove(): Promise<void> {
  const engine = await createTfjsNodeEngine();
  const network = engine.createMlp(SPEC, createGenerator(1));
  const errors = (): Float32Array => network.forward(X, 4).map((value, row) => value - TARGET[row]);
  const before = errors();
  network.backwardToParameters(before);
  engine.createOptimizer([network], { kind: 'sgd' }).step({ learningRate: 0.05 });
  const [from, to] = [before, errors()].map(sumOfSquares);
  if (!(to < from)) throw new Error(`A gradient step must lower the loss, but took it from ${from} to ${to}.`);
  process.stdout.write(
    `setup:tfjs-node: ${engine.build} works: a gradient step took the loss from ${from.toFixed(4)} to ${to.toFixed(4)}\n`,
  );
}

function sumOfSquares(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value ** 2, 0);
}
