import { describe, expect, it } from '@jest/globals';
import { createWasmEngine, type Engine, type Network } from '../src/index.ts';
import { openEngine } from '../src/node/index.ts';
import { seededNormals } from '../src/testing/seeded-normals.ts';

/*
 * Where relu leaves a layer half empty, the kernels go by lists of what is left, if the product is at least four panels (32
 * columns) wide. A narrow network has products of three; within a wide one whose other parts are cut off it must give the
 * same bits.
 */
const INPUTS = 5;
const WIDE = [64, 70];
const NARROW = [24, 70];
const WIDE_OUTPUTS = 44;
const NARROW_OUTPUTS = 24;
const BATCHES = [2, 13, 64, 100];

const single = {
  relaxed: await createWasmEngine({ build: 'relaxed' }),
  simd: await createWasmEngine({ build: 'simd' }),
};

/** Some columns, and rows, of what lies in rows of `columns`. */
function part(
  values: Float32Array,
  columns: number,
  keptColumns: number,
  keptRows = values.length / columns,
): number[] {
  return Array.from(
    { length: keptRows * keptColumns },
    (_, i) => values[Math.floor(i / keptColumns) * columns + (i % keptColumns)],
  );
}

/** The tensors of a flat vector: weights and biases of each layer. */
function tensorsOf(flat: Float32Array, sizes: readonly number[]): Float32Array[] {
  let at = 0;
  const take = (length: number): Float32Array => flat.subarray(at, (at += length));
  return sizes.slice(1).flatMap((size, l) => [take(sizes[l] * size), take(size)]);
}

/** Two networks that compute the same in what they share, a wide and a narrow one. */
function createPair(engine: Engine, bias: number): [wide: Network, narrow: Network] {
  const random = seededNormals(1);
  const spec = { inputSize: INPUTS, activation: 'relu' } as const;
  const wide = engine.createMlp({ ...spec, hiddenSizes: WIDE, outputSize: WIDE_OUTPUTS }, random);
  const narrow = engine.createMlp({ ...spec, hiddenSizes: NARROW, outputSize: NARROW_OUTPUTS }, random);
  const parameters = wide.readParameters();
  const [w1, b1, w2, b2, w3, b3] = tensorsOf(parameters, [INPUTS, ...WIDE, WIDE_OUTPUTS]);
  for (const biases of [b1, b2]) biases.forEach((_, i) => (biases[i] = random.standardNormal() / 2 + bias));
  w2.fill(0, NARROW[0] * WIDE[1]);
  wide.writeParameters(parameters);
  narrow.writeParameters(
    Float32Array.from([
      ...part(w1, WIDE[0], NARROW[0]),
      ...part(b1, WIDE[0], NARROW[0]),
      ...part(w2, WIDE[1], WIDE[1], NARROW[0]),
      ...b2,
      ...part(w3, WIDE_OUTPUTS, NARROW_OUTPUTS),
      ...part(b3, WIDE_OUTPUTS, NARROW_OUTPUTS),
    ]),
  );
  return [wide, narrow];
}

/** Outputs and parameter gradients of what the two share. */
function passBoth([wide, narrow]: [Network, Network], batch: number): [wide: number[][], narrow: number[][]] {
  const random = seededNormals(batch);
  const x = random.array(batch * INPUTS);
  const narrowGradient = random.array(batch * NARROW_OUTPUTS);
  const wideGradient = new Float32Array(batch * WIDE_OUTPUTS);
  for (let row = 0; row < batch; row++) {
    wideGradient.set(narrowGradient.subarray(row * NARROW_OUTPUTS, (row + 1) * NARROW_OUTPUTS), row * WIDE_OUTPUTS);
  }
  const wideOutputs = part(wide.forward(x, batch), WIDE_OUTPUTS, NARROW_OUTPUTS);
  const narrowOutputs = [...narrow.forward(x, batch)];
  wide.backwardToParameters(wideGradient);
  narrow.backwardToParameters(narrowGradient);
  const [w1, b1, w2, b2, w3, b3] = tensorsOf(wide.readGradients(), [INPUTS, ...WIDE, WIDE_OUTPUTS]);
  return [
    [
      wideOutputs,
      part(w1, WIDE[0], NARROW[0]),
      part(b1, WIDE[0], NARROW[0]),
      part(w2, WIDE[1], WIDE[1], NARROW[0]),
      [...b2],
      part(w3, WIDE_OUTPUTS, NARROW_OUTPUTS),
      part(b3, WIDE_OUTPUTS, NARROW_OUTPUTS),
    ],
    [narrowOutputs, ...tensorsOf(narrow.readGradients(), [INPUTS, ...NARROW, NARROW_OUTPUTS]).map((t) => [...t])],
  ];
}

describe.each(['relaxed', 'simd'] as const)('what relu leaves out, in the %s build', (build) => {
  it.each([
    ['half empty', 0],
    ['nearly empty', -2],
    ['nearly full', 3],
  ])('a layer that is %s gives the bits of one that is computed whole', (_, bias) => {
    const pair = createPair(single[build], bias);
    for (const batch of BATCHES) {
      const [wide, narrow] = passBoth(pair, batch);
      expect(wide).toEqual(narrow);
    }
  });

  it('NaN among what is taken in goes on to what is given out', () => {
    const [wide] = createPair(single[build], 0);
    const x = new Float32Array(4 * INPUTS).fill(1);
    x[0] = NaN;
    const outputs = wide.forward(x, 4);
    expect(outputs.subarray(0, WIDE_OUTPUTS).every(Number.isNaN)).toBe(true);
    expect(outputs.subarray(WIDE_OUTPUTS).some(Number.isNaN)).toBe(false);
  });
});

it('two threads give the bits of one', async () => {
  using open = await openEngine({ threads: 2 });
  for (const batch of BATCHES) {
    expect(passBoth(createPair(open.engine, 0), batch)).toEqual(passBoth(createPair(single.relaxed, 0), batch));
  }
});
