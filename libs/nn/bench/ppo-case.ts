import type { Engine } from '../src/index.ts';
import { seededNormals } from '../src/testing/seeded-normals.ts';
import { ppoLoss } from './ppo-loss.ts';

const INPUTS = 4;
const ACTIONS = 2;

/** What a PPO minibatch costs: the update, and the forward passes of so many rows, up to the batch. */
export interface PpoCase {
  readonly update: () => void;
  readonly forward: (rows: number) => void;
}

/** Actor and critic, each 4–H–H–out with tanh, clipped surrogate and value loss, clipping, Adam. */
export function createPpoCase(engine: Engine, batch: number, hidden: number): PpoCase {
  const random = seededNormals(1);
  const body = { inputSize: INPUTS, hiddenSizes: [hidden, hidden], activation: 'tanh' } as const;
  const actor = engine.createMlp({ ...body, outputSize: ACTIONS }, random);
  const critic = engine.createMlp({ ...body, outputSize: 1 }, random);
  const optimizer = engine.createOptimizer([actor, critic], { kind: 'adam', epsilon: 1e-5 });
  const x = random.array(batch * INPUTS);
  const loss = ppoLoss(batch, ACTIONS, random);
  const inputs = new Map([1, 8].map((rows) => [rows, x.slice(0, rows * INPUTS)]));
  return {
    update() {
      loss.compute(actor.forward(x, batch), critic.forward(x, batch));
      actor.backwardToParameters(loss.actorGradient);
      critic.backwardToParameters(loss.criticGradient);
      optimizer.step({ learningRate: 1e-6, maxGradNorm: 0.5 });
    },
    forward(rows) {
      const input = inputs.get(rows) ?? x;
      actor.forward(input, rows);
      critic.forward(input, rows);
    },
  };
}

/** Of the multiplications of an update: three a layer and network, but none to the inputs' gradients. */
export function ppoFlops(batch: number, hidden: number): number {
  const network = (outputs: number): number => 2 * INPUTS * hidden + 3 * hidden * hidden + 3 * hidden * outputs;
  return 2 * batch * (network(ACTIONS) + network(1));
}
