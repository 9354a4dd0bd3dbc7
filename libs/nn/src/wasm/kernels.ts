/**
 * What `assembly/` exports; see there for what each does. Addresses and distances are in bytes, counts in elements,
 * rows or panels.
 */
export interface Kernels {
  heapBase(): number;
  isFused(a: number, c: number): number;
  forward(
    a: number,
    aPanel: number,
    b: number,
    bPanel: number,
    bias: number,
    c: number,
    cPanel: number,
    derivative: number,
    rows: number,
    k: number,
    panels: number,
    activation: number,
  ): void;
  startBackward(
    gradient: number,
    panel: number,
    y: number,
    sums: number,
    rows: number,
    panels: number,
    activation: number,
  ): void;
  backward(
    a: number,
    aPanel: number,
    b: number,
    bPanel: number,
    c: number,
    cPanel: number,
    y: number,
    sums: number,
    rows: number,
    k: number,
    panels: number,
    activation: number,
  ): void;
  multiplyTransposed(
    a: number,
    aPanel: number,
    b: number,
    bPanel: number,
    c: number,
    cPanel: number,
    rows: number,
    k: number,
    panels: number,
  ): void;
  pack(source: number, rows: number, columns: number, target: number, targetPanel: number): void;
  unpack(source: number, sourcePanel: number, target: number, rows: number, columns: number): void;
  transpose(source: number, rowPanels: number, columnPanels: number, target: number): void;
  sumOfSquares(values: number, count: number): number;
  adam(
    parameters: number,
    gradients: number,
    m: number,
    v: number,
    count: number,
    gradientScale: number,
    oneMinusBeta1: number,
    beta2: number,
    oneMinusBeta2: number,
    stepSize: number,
    vScale: number,
    epsilon: number,
    decay: number,
  ): void;
  rmsprop(
    parameters: number,
    gradients: number,
    v: number,
    count: number,
    gradientScale: number,
    alpha: number,
    oneMinusAlpha: number,
    learningRate: number,
    epsilon: number,
  ): void;
  sgd(parameters: number, gradients: number, count: number, factor: number): void;
  momentum(
    parameters: number,
    gradients: number,
    buffer: number,
    count: number,
    gradientScale: number,
    momentum: number,
    learningRate: number,
  ): void;
  blend(target: number, source: number, count: number, oneMinusTau: number, tau: number): void;
}

/** The numbers that the kernels know activations by. */
export const ACTIVATION_CODES = { identity: 0, tanh: 1, relu: 2, leakyRelu: 3, elu: 4, silu: 5 } as const;
