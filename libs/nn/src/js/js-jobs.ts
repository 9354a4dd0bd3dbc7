import type { Pieces } from '../network.ts';
import type { JsLayer, LayerRoom } from './js-layer.ts';
import { multiply } from './multiply.ts';

/**
 * Work on units that are done in their order, a few at a time or all at once. No sum is divided, or its terms are added in
 * the same order, so that the bits are the same.
 */
export interface JsJob {
  readonly units: number;
  /** Operations of a unit. */
  readonly cost: number;
  /** Does the units `from` to `to`. */
  readonly work: (from: number, to: number) => void;
}

/** The passes of a network for one batch size. */
export interface JsJobs {
  readonly forward: readonly JsJob[];
  readonly backward: readonly JsJob[];
  readonly backwardToParameters: readonly JsJob[];
  readonly backwardToInputs: readonly JsJob[];
}

/** Operations of one piece: about half a millisecond of a core that has nothing else to do. */
const PIECE_OPERATIONS = 1e6;

/** What an activation costs, in multiplications with an addition. */
const ACTIVATION_OPERATIONS = 8;

export function createJsJobs(layers: readonly JsLayer[], rooms: readonly LayerRoom[], batch: number): JsJobs {
  const forward = layers.map((layer, l) => forwardJob(layer, rooms[l], batch));
  const [backward, backwardToParameters, backwardToInputs]: JsJob[][] = [[], [], []];
  for (let l = layers.length - 1; l >= 0; l--) {
    const [layer, room] = [layers[l], rooms[l]];
    const toInputs = inputGradientsJob(layer, room, batch);
    const toParameters = parameterGradientJobs(layer, room, batch);
    backward.push(toInputs, ...toParameters);
    backwardToParameters.push(l === 0 ? derivativeJob(layer, room, batch) : toInputs, ...toParameters);
    backwardToInputs.push(toInputs);
  }
  return { forward, backward, backwardToParameters, backwardToInputs };
}

export function doAll(jobs: readonly JsJob[]): void {
  for (const { units, work } of jobs) work(0, units);
}

export function* doInPieces(jobs: readonly JsJob[]): Pieces<void> {
  let done = 0;
  for (const { units, cost, work } of jobs) {
    const most = mostUnits(cost);
    for (let from = 0; from < units; from += most) {
      const to = Math.min(from + most, units);
      done += (to - from) * cost;
      if (done > PIECE_OPERATIONS && done > (to - from) * cost) {
        yield undefined;
        done = (to - from) * cost;
      }
      work(from, to);
    }
  }
}

/** Units of a piece: in fours, as they are multiplied, except where four would take some milliseconds. */
function mostUnits(cost: number): number {
  if (cost > 4 * PIECE_OPERATIONS) return 1;
  return Math.max(1, Math.floor(PIECE_OPERATIONS / (4 * cost))) * 4;
}

/** A unit is a row of the batch. */
function forwardJob(layer: JsLayer, room: LayerRoom, batch: number): JsJob {
  const { inputSize, outputSize, weights, biases, activation } = layer;
  const { inputs, outputs, derivatives } = room;
  return {
    units: batch,
    cost: outputSize * (inputSize + ACTIVATION_OPERATIONS),
    work(from, to) {
      multiply(outputs, from, to, outputSize, inputSize, inputs, inputSize, 1, weights, outputSize, 1);
      activation.activate(outputs, biases, from, to, derivatives);
    },
  };
}

/** Makes the gradients at the outputs those before the activation. A unit is a row of the batch. */
function derivativeJob({ outputSize, activation }: JsLayer, room: LayerRoom, batch: number): JsJob {
  const { outputs, outputGradients, derivatives } = room;
  return {
    units: batch,
    cost: outputSize,
    work(from, to) {
      activation.multiplyByDerivative(outputGradients, outputs, derivatives, from * outputSize, to * outputSize);
    },
  };
}

/** The same, and then those at the inputs. A unit is a row of the batch. */
function inputGradientsJob(layer: JsLayer, room: LayerRoom, batch: number): JsJob {
  const { inputSize, outputSize, weights } = layer;
  const { outputGradients, inputGradients } = room;
  const derivative = derivativeJob(layer, room, batch);
  return {
    units: batch,
    cost: outputSize * (inputSize + 1),
    work(from, to) {
      derivative.work(from, to);
      multiply(inputGradients, from, to, inputSize, outputSize, outputGradients, outputSize, 1, weights, 1, outputSize);
    },
  };
}

/** Those of the weights, a unit of which is an input, and those of the biases, a unit of which is a row of the batch. */
function parameterGradientJobs(layer: JsLayer, room: LayerRoom, batch: number): [JsJob, JsJob] {
  const { inputSize, outputSize, weightGradients, biasGradients } = layer;
  const { inputs, outputGradients, biasSums } = room;
  const ofWeights: JsJob = {
    units: inputSize,
    cost: batch * outputSize,
    work(from, to) {
      multiply(weightGradients, from, to, outputSize, batch, inputs, 1, inputSize, outputGradients, outputSize, 1);
    },
  };
  const ofBiases: JsJob = {
    units: batch,
    cost: outputSize,
    work(from, to) {
      if (from === 0) biasSums.fill(0);
      addRows(biasSums, outputGradients, from, to);
      if (to === batch) biasGradients.set(biasSums);
    },
  };
  return [ofWeights, ofBiases];
}

/** `sums[j] += Σ rows values[row, j]`, row by row. */
function addRows(sums: Float64Array, values: Float32Array, from: number, to: number): void {
  const columns = sums.length;
  for (let row = from, i = from * columns; row < to; row++) {
    for (let j = 0; j < columns; j++, i++) sums[j] += values[i];
  }
}
