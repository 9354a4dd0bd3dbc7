import { normalZigguratEdges } from './normal-ziggurat-edges.ts';
import type { Pcg64 } from './pcg64.ts';

/**
 * A draw from the standard normal distribution by NumPy's ziggurat of 256 layers (G. Marsaglia, W. W. Tsang, "The Ziggurat
 * Method for Generating Random Variables", 2000). Of 64 bits, 8 choose the layer, one the sign, 52 the place in it.
 */
export function normalZiggurat(bits: Pcg64): number {
  for (;;) {
    bits.nextUint64();
    const layer = bits.low & 0xff;
    const isNegative = (bits.low & 0x100) !== 0;
    const place = (bits.high & 0x1fffffff) * 2 ** 23 + (bits.low >>> 9);
    const distance = place * scales[layer];
    const x = isNegative ? -distance : distance;
    if (place < insides[layer]) return x;
    // The bit that NumPy takes for the sign of the tail.
    if (layer === 0) return (bits.low & 0x20000) === 0 ? tail(bits) : -tail(bits);
    if ((heights[layer - 1] - heights[layer]) * bits.nextDouble() + heights[layer] < Math.exp(-0.5 * x * x)) return x;
  }
}

/** Beyond the last edge, by Marsaglia's method. */
function tail(bits: Pcg64): number {
  for (;;) {
    const x = -PER_START_OF_TAIL * Math.log1p(-bits.nextDouble());
    const y = -Math.log1p(-bits.nextDouble());
    if (y + y > x * x) return START_OF_TAIL + x;
  }
}

const START_OF_TAIL = normalZigguratEdges[255];
const PER_START_OF_TAIL = 1 / START_OF_TAIL;

/** What a place is multiplied with to be a distance from 0. */
const scales = Float64Array.from(normalZigguratEdges, (edge) => edge * 2 ** -52);

/**
 * Places before this one lie inside of the curve: within the next smaller layer. NumPy's list was rounded otherwise; where
 * it is one higher, one draw in 2⁵² of that layer differs.
 */
const insides = Float64Array.from(normalZigguratEdges, (edge, layer) => {
  if (layer === 1) return 0;
  const inner = layer === 0 ? START_OF_TAIL : normalZigguratEdges[layer - 1];
  return Math.floor((inner / edge) * 2 ** 52);
});

/** The curve e^(−x²/2) at the edges; 1 for layer 0, which stands for the peak here. */
const heights = Float64Array.from(normalZigguratEdges, (edge, layer) =>
  layer === 0 ? 1 : Math.exp(-0.5 * edge * edge),
);
