/** What the initialisation draws from; `Generator` of `@cartwheel/random` is one. */
export interface NormalSource {
  /** A draw from the normal distribution with mean 0 and standard deviation 1. */
  standardNormal(): number;
}

/** Of the hidden layers. The derivative of `relu` at 0 is 0, as in PyTorch. */
export type Activation = 'tanh' | 'relu' | 'identity';

/**
 * A multi-layer perceptron: `inputSize → hiddenSizes… → outputSize`, the output layer is linear.
 * Weights start orthogonal (PyTorch's `orthogonal_`), biases at zero.
 */
export interface MlpSpec {
  inputSize: number;
  /** Empty for a single linear layer. */
  hiddenSizes: readonly number[];
  outputSize: number;
  activation: Activation;
  /** Gain of the orthogonal initialisation of the hidden layers. Default √2, as in Stable-Baselines3. */
  hiddenGain?: number;
  /** Gain of the output layer. Default 1; Stable-Baselines3 has 0.01 for a policy head, 1 for a value head. */
  outputGain?: number;
}

/**
 * A differentiable function of a batch of rows.
 *
 * The algorithm writes its loss gradient down in closed form and hands it to `backward`; the network does the rest.
 * Every array that a network returns is a view that stays valid until the next call of the same method; a network
 * keeps no reference to an array that it was given.
 */
export interface Network {
  readonly inputSize: number;
  readonly outputSize: number;
  /** Length of the flat parameter vector: layer by layer, weights `[in, out]` row-major, then biases `[out]`. */
  readonly parameterCount: number;
  /** Name and shape of each tensor in the flat vector, in its order: `layers.0.weight`, `layers.0.bias`, … */
  readonly tensors: readonly TensorSpec[];
  /**
   * `x` is `[batch, inputSize]`; gives `[batch, outputSize]`. Keeps what `backward` needs.
   * Throws `nn/wrong-batch` unless `batch` is a positive integer, `nn/wrong-length` unless `x` has exactly
   * `batch · inputSize` elements.
   */
  forward(x: Float32Array, batch: number): Float32Array;
  /**
   * `outputGradient` is dL/dy, `[batch, outputSize]`, for the batch of the last `forward`. Overwrites the parameter
   * gradients (nothing is accumulated) and gives dL/dx, `[batch, inputSize]`.
   * Throws `nn/no-forward` before the first `forward`, `nn/wrong-length` when the length is another.
   */
  backward(outputGradient: Float32Array): Float32Array;
  /** A copy of the flat parameter vector, into `target` when given. Throws `nn/wrong-length` when `target` does not fit. */
  readParameters(target?: Float32Array): Float32Array;
  /** Throws `nn/wrong-length` unless `source` has `parameterCount` elements. */
  writeParameters(source: Float32Array): void;
  /**
   * A copy of the gradients that the last `backward` left (zeros before the first), in the order of the parameters,
   * into `target` when given. Throws `nn/wrong-length` when `target` does not fit.
   */
  readGradients(target?: Float32Array): Float32Array;
}

/** A tensor within a flat vector. */
export interface TensorSpec {
  name: string;
  shape: readonly number[];
}

/** Adam as in PyTorch: epsilon is added to the root of the bias-corrected second moment. */
export interface AdamOptions {
  kind: 'adam';
  /** Default 0.9. */
  beta1?: number;
  /** Default 0.999. */
  beta2?: number;
  /** Default 1e-8, as in PyTorch; Stable-Baselines3's on-policy learners have 1e-5. */
  epsilon?: number;
}

/** Plain gradient descent, without momentum. */
export interface SgdOptions {
  kind: 'sgd';
}

export type OptimizerOptions = AdamOptions | SgdOptions;

export interface OptimizerStep {
  learningRate: number;
  /**
   * The gradients of all networks together are scaled by `min(1, maxGradNorm / (norm + 1e-6))`, as by PyTorch's
   * `clip_grad_norm_`. Default: no clipping.
   */
  maxGradNorm?: number;
}

/** Updates the parameters of one or more networks from the gradients that their last `backward` left. */
export interface Optimizer {
  /**
   * Gives the global (Euclidean) gradient norm before clipping; it is NaN or Infinity when a gradient is, and so are
   * the parameters then. The gradients that `readGradients` gives stay as they were.
   * Throws `nn/wrong-option` when the learning rate or the norm is negative or NaN.
   */
  step(options: OptimizerStep): number;
  /** A copy of all that the next step depends on beside parameters and gradients. */
  readState(): OptimizerState;
  /** Copies `state` in. Throws `nn/wrong-state` when slots or step count don't fit, `nn/wrong-length` for a slot's length. */
  writeState(state: OptimizerState): void;
}

export interface OptimizerState {
  /** Steps taken so far. */
  steps: number;
  /**
   * Named flat vectors (Adam: `m` and `v`; SGD: none), each as long as all parameters together, in the networks'
   * order.
   */
  slots: Record<string, Float32Array>;
}

/** Makes networks and optimisers that compute the same way. Deterministic: equal calls give equal bits. */
export interface Engine {
  /** `js`, `wasm`, `tfjs-cpu` … */
  readonly name: string;
  /** Tells builds apart that round differently; a checkpoint records it. */
  readonly build: string;
  /** Throws `nn/wrong-spec` when a size is not a positive integer, a gain is not finite or the activation is unknown. */
  createMlp(spec: MlpSpec, random: NormalSource): Network;
  /** Throws `nn/foreign-network` when a network is not of this kind of engine, `nn/wrong-option` for options out of range. */
  createOptimizer(networks: readonly Network[], options: OptimizerOptions): Optimizer;
}
