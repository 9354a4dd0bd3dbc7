import { featureFunction } from '../features/feature-function.ts';
import type { FeatureHook } from '../features/feature-hook.ts';
import { createJsEngine } from '@cartwheel/nn';
import { resultOf } from '@cartwheel/nn/testing';
import { createGenerator } from '@cartwheel/random';
import { describe, expect, it } from '@jest/globals';
import { DqnLoss } from '../dqn/dqn-loss.ts';
import { QrdqnLoss } from '../qrdqn/qrdqn-loss.ts';
import { polyakUpdate } from './polyak.ts';
import { CHOICE } from './q-explorer.ts';
import { createQNetwork, type QNetworkSpec } from './q-network.ts';
import { greedyAction } from './q-policy.ts';
import type { QLoss } from './q-update.ts';
import { ReplayBuffer } from './replay-buffer.ts';

const ROWS = 4;
const ACTIONS = 3;

function huber(delta: number): number {
  return Math.abs(delta) <= 1 ? 0.5 * delta ** 2 : Math.abs(delta) - 0.5;
}

/** Σᵢ meanⱼ |τᵢ − [δ < 0]| · huber(δ), written down from the paper. */
function quantileReference(theta: number[], target: number[]): number {
  const n = theta.length;
  let sum = 0;
  theta.forEach((value, i) => {
    const tau = (2 * i + 1) / (2 * n);
    target.forEach((goal) => {
      const delta = goal - value;
      sum += (Math.abs(tau - (delta < 0 ? 1 : 0)) * huber(delta)) / n;
    });
  });
  return sum;
}

describe.each<[string, number, () => QLoss, (theta: number[], target: number[]) => number]>([
  ['DQN', 1, () => new DqnLoss(ROWS, ACTIONS), ([theta], [target]) => huber(target - theta)],
  ['QR-DQN', 5, () => new QrdqnLoss(ROWS, ACTIONS, 5), quantileReference],
])('the loss of %s', (_name, atoms, create, reference) => {
  const random = createGenerator(5);
  const batch = new ReplayBuffer(ROWS, 1, CHOICE).createBatch(ROWS);
  batch.actions.set([0, 2, 1, 2]);
  const normals = (length: number): Float32Array => Float32Array.from({ length }, () => 2 * random.standardNormal());
  const returns = normals(ROWS * ACTIONS * atoms);
  const targets = normals(ROWS * atoms);
  const weights = Float32Array.of(1, 0.5, 0.25, 1);

  function expected(values: Float32Array): number {
    return Array.from(weights).reduce((sum, weight, row) => {
      const start = (row * ACTIONS + batch.actions[row]) * atoms;
      const theta = Array.from(values.subarray(start, start + atoms));
      return sum + (weight * reference(theta, Array.from(targets.subarray(row * atoms, (row + 1) * atoms)))) / ROWS;
    }, 0);
  }

  it('is that of the paper, with its gradient', () => {
    const loss = create();
    resultOf(loss.compute(batch, returns, targets, weights));

    expect(loss.loss).toBeCloseTo(expected(returns), 5);
    const step = 1e-3;
    returns.forEach((value, i) => {
      const slope = (expected(returns.with(i, value + step)) - expected(returns.with(i, value - step))) / (2 * step);
      expect(Math.abs(loss.gradient[i] - slope)).toBeLessThan(2e-3);
    });
    expect(loss.gradient.some((slope) => slope !== 0)).toBe(true);
  });
});

describe('a dueling network, and one on features', () => {
  const spec: QNetworkSpec = {
    observationSize: 2,
    actions: ACTIONS,
    atoms: 2,
    netArch: [6, 5],
    activation: 'tanh',
    dueling: true,
  };
  const x = Float32Array.of(0.3, -1, 2, 0.5);

  const features: FeatureHook = ({ engine, observationSize: inputSize }) =>
    engine.createMlp({ inputSize, hiddenSizes: [], outputSize: 4, activation: 'tanh' }, createGenerator(2));
  const twice = featureFunction(2, ([a, b], target) => target.set([2 * a, 2 * b]));

  it.each([
    [{ netArch: [6, 5] }],
    [{ netArch: [5] }],
    [{ netArch: [6, 5], features }],
    [{ netArch: [5], features }],
    [{ netArch: [5], features, dueling: false }],
    [{ netArch: [5], features: twice }],
  ])('has the gradient that finite differences give (%j)', (changes) => {
    const network = createQNetwork(createJsEngine(), { ...spec, ...changes }, createGenerator(0));
    const random = createGenerator(1);
    const slopes = Float32Array.from({ length: 2 * ACTIONS * 2 }, () => random.standardNormal());
    const loss = (): number => network.forward(x, 2).reduce((sum, value, i) => sum + value * slopes[i], 0);
    resultOf(network.forwardInPieces(x, 2));
    resultOf(network.backward(slopes));

    for (const part of Object.values(network.trained)) {
      const parameters = part.readParameters();
      const gradients = part.readGradients();
      for (let i = 0; i < parameters.length; i += 3) {
        const lossAt = (offset: number): number => {
          part.writeParameters(parameters.with(i, parameters[i] + offset));
          return loss();
        };
        const slope = (lossAt(1e-2) - lossAt(-1e-2)) / 2e-2;
        part.writeParameters(parameters);
        expect(Math.abs(gradients[i] - slope)).toBeLessThan(5e-3);
      }
    }
  });

  it('leaves what is learned from alone while it acts', () => {
    const network = createQNetwork(createJsEngine(), spec, createGenerator(0));
    const learned = resultOf(network.forwardInPieces(x, 2));
    const before = learned.slice();
    network.forward(
      x.map((value) => -value),
      2,
    );
    expect(learned).toEqual(before);
    expect(network.isDivided).toBe(true);
  });

  it('has advantages of mean zero: Q averages to V', () => {
    const network = createQNetwork(createJsEngine(), { ...spec, atoms: 1 }, createGenerator(0));
    const q = network.forward(x, 2).slice();
    const { advantage } = network.trained;
    advantage.writeParameters(new Float32Array(advantage.parameterCount));

    const [value] = network.forward(x, 2);
    expect((q[0] + q[1] + q[2]) / 3).toBeCloseTo(value, 5);
  });
});

describe('polyakUpdate', () => {
  it('makes the target the other network where τ is 1', () => {
    const spec: QNetworkSpec = {
      observationSize: 1,
      actions: 2,
      atoms: 1,
      netArch: [3],
      activation: 'relu',
      dueling: true,
    };
    const random = createGenerator(0);
    const [online, target] = [0, 1].map(() => createQNetwork(createJsEngine(), spec, random));

    polyakUpdate(target.trained, online.trained, 1);

    expect(target.forward(Float32Array.of(1), 1)).toEqual(online.forward(Float32Array.of(1), 1));
  });
});

describe('greedyAction', () => {
  const returns = Float32Array.of(9, -9, 1, 1, 0, 1, 5, 5, 1, 1, 0, 0);

  it('takes the greatest mean, the first of equals, and none that is masked', () => {
    expect(greedyAction(returns, 0, 3, 2)).toBe(1);
    expect(greedyAction(returns, 1, 3, 2)).toBe(0);
    expect(greedyAction(returns, 1, 3, 2, Uint8Array.of(1, 1, 1, 0, 0, 1))).toBe(2);
  });
});
