import type { Activation } from '@cartwheel/nn';
import { restoreSpace } from '../../spaces/space-description.ts';
import type { ObservationScale, TrainedPolicy } from '../trained-policy.ts';
import { OnnxGraph } from './onnx-graph.ts';

/**
 * A policy as an ONNX model (operator set 17). Its input `observation` is `[batch, size]`, flattened as the space
 * flattens (a Discrete is one-hot); its outputs are `action`, the best action as the environment takes it, and what it
 * was chosen from: `logits`, `mean`, `q_values` …, `[batch, n]`.
 */
export function encodeOnnx(policy: TrainedPolicy): Uint8Array {
  const { layers, activation, output, algorithm, envId } = policy;
  const graph = new OnnxGraph();
  graph.input('observation', 'float', restoreSpace(policy.observationSpace).flatSize);
  let current = addScale(graph, policy.observationScale);
  layers.forEach(({ inputSize, outputSize, weights, biases }, l) => {
    const weight = graph.floats(`layers.${l}.weight`, [inputSize, outputSize], weights);
    const bias = graph.floats(`layers.${l}.bias`, [outputSize], biases);
    const isLast = l === layers.length - 1;
    current = graph.node('Gemm', [current, weight, bias], isLast ? output : `layers.${l}.sum`);
    if (!isLast) current = addActivation[activation](graph, current, `layers.${l}.output`);
  });
  addAction(graph, policy, current.startsWith('squashed') ? addSquashing(graph, policy, current) : current);
  graph.output(output, 'float', layers.at(-1)?.outputSize);
  return graph.encode('policy', { algorithm, envId });
}

/** Scales the observation where that was done in training; gives the name of what the first layer gets. */
function addScale(graph: OnnxGraph, scale: ObservationScale | undefined): string {
  if (scale === undefined) return 'observation';
  const { mean, deviation, clip } = scale;
  const centred = graph.node(
    'Sub',
    ['observation', graph.floats('mean_of_observations', [mean.length], mean)],
    'centred',
  );
  const by = graph.floats('deviation', [deviation.length], deviation);
  const divided = graph.node('Div', [centred, by], 'standardized');
  const least = graph.floats('least', [], Float32Array.of(-clip));
  const most = graph.floats('most', [], Float32Array.of(clip));
  return graph.node('Clip', [divided, least, most], 'clipped');
}

/** Adds an activation; gives the name of its output. */
type AddActivation = (graph: OnnxGraph, input: string, output: string) => string;

const addActivation: Readonly<Record<Activation, AddActivation>> = {
  identity: (_graph, input) => input,
  tanh: (graph, input, output) => graph.node('Tanh', [input], output),
  relu: (graph, input, output) => graph.node('Relu', [input], output),
  leakyRelu: (graph, input, output) => graph.node('LeakyRelu', [input], output, { alpha: { float: 0.01 } }),
  elu: (graph, input, output) => graph.node('Elu', [input], output, { alpha: { float: 1 } }),
  silu: (graph, input, output) =>
    graph.node('Mul', [input, graph.node('Sigmoid', [input], `${output}.sigmoid`)], output),
};

const INT64 = 7;

function addAction(graph: OnnxGraph, { actionSpace: space }: TrainedPolicy, from: string): void {
  switch (space.kind) {
    case 'discrete': {
      const choice = graph.node('ArgMax', [from], 'choice', { axis: 1, keepdims: 0 });
      graph.node('Add', [choice, graph.integers('start', [space.start])], 'action');
      return graph.output('action', 'int64');
    }
    case 'multi-discrete': {
      const choices = addChoices(graph, space.nvec, from);
      graph.node('Concat', choices, 'action', { axis: 1 });
      return graph.output('action', 'int64', space.nvec.length);
    }
    case 'multi-binary': {
      const isSet = graph.node('Greater', [from, graph.floats('zero', [1], Float32Array.of(0))], 'is_set');
      graph.node('Cast', [isSet], 'action', { to: INT64 });
      return graph.output('action', 'int64', space.n);
    }
    case 'box': {
      const low = graph.floats('low', [space.low.length], Float32Array.from(space.low, Number));
      const high = graph.floats('high', [space.high.length], Float32Array.from(space.high, Number));
      const atMost = graph.node('Min', [from, high], 'at_most');
      graph.node('Max', [atMost, low], 'action');
      return graph.output('action', 'float', space.low.length);
    }
  }
}

/** tanh of the means, moved from [−1, 1] to the bounds of the action. */
function addSquashing(
  graph: OnnxGraph,
  { actionSpace: space, output, meanBound }: TrainedPolicy,
  from: string,
): string {
  if (space.kind !== 'box') throw new TypeError('Only actions in a Box are squashed.');
  const [low, high] = [space.low, space.high].map((bounds) => Float32Array.from(bounds, Number));
  const means = output === 'squashed' ? from : addSlice(graph, from, 'mean', [0, low.length]);
  const scaled = graph.node('Tanh', [addBound(graph, means, meanBound)], 'scaled');
  const half = graph.floats(
    'half',
    [low.length],
    high.map((bound, i) => (bound - low[i]) / 2),
  );
  const middle = graph.floats(
    'middle',
    [low.length],
    high.map((bound, i) => (bound + low[i]) / 2),
  );
  return graph.node('Add', [graph.node('Mul', [scaled, half], 'offset'), middle], 'unscaled');
}

/** `from`, cut to ± `bound` where there is one. */
function addBound(graph: OnnxGraph, from: string, bound: number | undefined): string {
  if (bound === undefined) return from;
  const bounds = [-bound, bound].map((value, i) => graph.floats(`mean_bound.${i}`, [], Float32Array.of(value)));
  return graph.node('Clip', [from, ...bounds], 'bounded_mean');
}

/** The columns of `from` between two of them. */
function addSlice(graph: OnnxGraph, from: string, name: string, [start, end]: readonly [number, number]): string {
  const bounds = [graph.integers(`${name}.start`, [start]), graph.integers(`${name}.end`, [end])];
  return graph.node('Slice', [from, ...bounds, graph.integers(`${name}.axes`, [1])], name);
}

/** The largest of each choice's logits. */
function addChoices(graph: OnnxGraph, nvec: readonly number[], from: string): string[] {
  let end = 0;
  return nvec.map((n, i) => {
    const start = end;
    end += n;
    const logits = addSlice(graph, from, `choice.${i}.logits`, [start, end]);
    return graph.node('ArgMax', [logits], `choice.${i}`, { axis: 1, keepdims: 1 });
  });
}
