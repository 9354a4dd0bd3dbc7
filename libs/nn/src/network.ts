/** What the initialisation draws from; `Generator` of `@cartwheel/random` is one. */
export interface RandomSource {
  /** A draw from the uniform distribution over [0, 1). */
  random(): number;
  /** A draw from the normal distribution with mean 0 and standard deviation 1. */
  standardNormal(): number;
}

/**
 * As in PyTorch, with its defaults: `leakyRelu` has slope 0.01 below zero, `elu` α = 1, `silu` is x · σ(x). The
 * derivative of `relu` at 0 is 0.
 */
export type Activation = 'tanh' | 'relu' | 'leakyRelu' | 'elu' | 'silu' | 'identity';

/**
 * How weights start: `orthogonal` (PyTorch's `orthogonal_`, biases zero), or `uniform` as PyTorch's `Linear` by default:
 * weights and biases between ±1/√inputs.
 */
export type Initialization = 'orthogonal' | 'uniform';

/** A multi-layer perceptron: `inputSize → hiddenSizes… → outputSize`. */
export interface MlpSpec {
  inputSize: number;
  /** Empty for a single linear layer. */
  hiddenSizes: readonly number[];
  outputSize: number;
  /** Of the hidden layers. */
  activation: Activation;
  /** Default `identity`: the output layer is linear. A trunk that feeds heads has that of its hidden layers. */
  outputActivation?: Activation;
  /** Default `orthogonal`, as in Stable-Baselines3's on-policy learners; its others start `uniform`. */
  initialization?: Initialization;
  /** Gain of the orthogonal initialisation of the hidden layers. Default √2, as in Stable-Baselines3. */
  hiddenGain?: number;
  /** Gain of the output layer. Default 1; Stable-Baselines3 has 0.01 for a policy head, 1 for a value head. */
  outputGain?: number;
}

/** What an optimiser updates: flat float32 parameters with a gradient each. */
export interface Trainable {
  /** Length of the flat parameter vector. */
  readonly parameterCount: number;
  /** Name and shape of each tensor in the flat vector, in its order. */
  readonly tensors: readonly TensorSpec[];
  /** A copy of the flat parameter vector, into `target` when given. Throws `nn/wrong-length` when `target` does not fit. */
  readParameters(target?: Float32Array): Float32Array;
  /** Throws `nn/wrong-length` unless `source` has `parameterCount` elements. */
  writeParameters(source: Float32Array): void;
  /**
   * A copy of the current gradients (zeros at first), in the order of the parameters, into `target` when given. Throws
   * `nn/wrong-length` when `target` does not fit.
   */
  readGradients(target?: Float32Array): Float32Array;
  /**
   * Polyak averaging: parameters ← (1 − τ) · parameters + τ · `source`'s parameters; τ = 1 copies them bit by bit.
   * Throws `nn/foreign-network` unless the same engine made `source` in the same form, `nn/wrong-option` unless τ is
   * from 0 to 1.
   */
  polyakUpdate(source: Trainable, tau: number): void;
}

/** A vector that is trained by itself, like the state-independent log standard deviation of a Gaussian policy. */
export interface Parameter extends Trainable {
  /** Takes a copy of dL/dparameters. Throws `nn/wrong-length` unless `source` has `parameterCount` elements. */
  writeGradients(source: Float32Array): void;
}

/**
 * A differentiable function of a batch of rows.
 *
 * The algorithm writes its loss gradient down in closed form and hands it to `backward`; the network does the rest.
 * Every array that a network returns is a view that stays valid until the next call of the same method; a network
 * keeps no reference to an array that it was given.
 *
 * Networks compose: what one gives to `forward` may be another's output, and the gradient at the second's inputs is the
 * gradient at the first's outputs. Heads on a shared trunk: add their input gradients up, and hand the sum to the trunk.
 *
 * The flat parameters are, layer by layer, weights `[in, out]` row-major, then biases `[out]`; the tensors are named
 * `layers.0.weight`, `layers.0.bias`, ….
 */
export interface Network extends Trainable {
  readonly inputSize: number;
  readonly outputSize: number;
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
  /** `backward` without dL/dx, the cheaper way for who does not need it. */
  backwardToParameters(outputGradient: Float32Array): void;
  /** dL/dx as `backward` gives it; the parameter gradients stay as they were. */
  backwardToInputs(outputGradient: Float32Array): Float32Array;
  /** The same in pieces, where the engine can divide its passes. */
  readonly inPieces?: PiecewisePasses;
}

/** A computation in pieces of about a millisecond: between two of them others may have the thread. It ends with its result. */
export type Pieces<Result> = Generator<undefined, Result, undefined>;

/**
 * The passes of a network in pieces, with the bits of those in one go; a small one is a single piece. They have room of
 * their own: `forward` and `backward` of the network itself may be called between two pieces, and leave all but the
 * parameter gradients alone. No parameter may change before the last piece.
 */
export interface PiecewisePasses {
  /** As `Network.forward`. */
  forward(x: Float32Array, batch: number): Pieces<Float32Array>;
  /** As `Network.backward`, for the batch of the last `forward` in pieces. */
  backward(outputGradient: Float32Array): Pieces<Float32Array>;
  /** As `Network.backwardToParameters`, for that batch. */
  backwardToParameters(outputGradient: Float32Array): Pieces<void>;
  /** As `Network.backwardToInputs`, for that batch. */
  backwardToInputs(outputGradient: Float32Array): Pieces<Float32Array>;
}

/** Takes a computation that others do later, piece by piece. */
export type Defer = (pieces: Pieces<void>) => void;

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

/** Adam with decoupled weight decay, as PyTorch's `AdamW`; biases decay too. */
export interface AdamWOptions extends Omit<AdamOptions, 'kind'> {
  kind: 'adamw';
  /** Parameters shrink by `learningRate · weightDecay` a step. Default 0.01. */
  weightDecay?: number;
}

/** PyTorch's `RMSprop`: epsilon is added to the root; neither centred nor with momentum. */
export interface RmspropOptions {
  kind: 'rmsprop';
  /** Smoothing of the squared gradient. Default 0.99. */
  alpha?: number;
  /** Default 1e-8, as in PyTorch; Stable-Baselines3's A2C has 1e-5. */
  epsilon?: number;
}

/** Gradient descent as PyTorch's `SGD`, without dampening. */
export interface SgdOptions {
  kind: 'sgd';
  /** Default 0. */
  momentum?: number;
}

/** The optimisers that every engine has. */
export type OptimizerOptions = AdamOptions | AdamWOptions | RmspropOptions | SgdOptions;

/** What one step of an optimiser takes. */
export interface OptimizerStep {
  learningRate: number;
  /**
   * The gradients of all that the optimiser trains are scaled together by `min(1, maxGradNorm / (norm + 1e-6))`, as by PyTorch's
   * `clip_grad_norm_`. Default: no clipping.
   */
  maxGradNorm?: number;
}

/** Updates networks and parameters from the gradients that they hold. */
export interface Optimizer {
  /**
   * Gives the global (Euclidean) gradient norm before clipping; it is NaN or Infinity when a gradient is, and so are
   * the parameters then. The gradients that `readGradients` gives stay as they were.
   * Throws `nn/wrong-option` when the learning rate or the norm is negative or NaN.
   */
  step(options: OptimizerStep): number;
  /**
   * The same in pieces, with the same bits, where the engine can divide it; a small one is a single piece. No gradient may
   * change before the last piece; between two of them some parameters have moved and others have not.
   */
  stepInPieces?(options: OptimizerStep): Pieces<number>;
  /** A copy of all that the next step depends on beside parameters and gradients. */
  readState(): OptimizerState;
  /** Copies `state` in. Throws `nn/wrong-state` when slots or step count don't fit, `nn/wrong-length` for a slot's length. */
  writeState(state: OptimizerState): void;
}

/** What an optimiser remembers between two steps. */
export interface OptimizerState {
  /** Steps taken so far. */
  steps: number;
  /**
   * Named flat vectors (`adam`, `adamw`: `m` and `v`; `rmsprop`: `v`; `sgd`: `momentum` where it has one), each as long
   * as all parameters together, in the order that the optimiser was given them.
   */
  slots: Record<string, Float32Array>;
}

/** Makes networks and optimisers that compute the same way. Deterministic: equal calls give equal bits. */
export interface Engine {
  /** `js`, `wasm`, `tfjs-cpu` … */
  readonly name: string;
  /** Tells builds apart that round differently; a checkpoint records it. */
  readonly build: string;
  /**
   * `defer`, where it is given, may be told of the initialisation, which then is done, by whoever gave it, before the network
   * is used and before anything else is drawn from `random`: several in the order in which they were told. Where the
   * parameters are written whole, it may be left out.
   *
   * Throws `nn/wrong-spec` when a size is not a positive integer, a gain is not finite or a name is unknown.
   */
  createMlp(spec: MlpSpec, random: RandomSource, defer?: Defer): Network;
  /** A free vector that starts as a copy of `values`; `name` is its tensor's. Throws `nn/wrong-spec` when it is empty. */
  createParameter(name: string, values: Float32Array): Parameter;
  /**
   * `trained` are networks and parameters that this engine made, else it throws `nn/foreign-network`;
   * `nn/wrong-option` for options out of range.
   */
  createOptimizer(trained: readonly Trainable[], options: OptimizerOptions): Optimizer;
}
