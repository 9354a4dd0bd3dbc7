import { CartwheelError } from '@cartwheel/async-guard';
import type { Scene } from '@cartwheel/envs';

/** A GIF has no more. */
const MAX_COLORS = 256;

/** The colours of scenes as a GIF wants them: index 0 is the background. */
export interface Palette {
  /** As 0xRRGGBB, a power of two of them. */
  readonly colors: readonly number[];
  indexOf(color: string): number;
}

/** Throws `callbacks/too-many-colors` and `callbacks/unknown-color`. */
export function paletteOf(scenes: readonly Scene[], background: string): Palette {
  const names = new Set([background]);
  for (const { shapes } of scenes) {
    for (const shape of shapes) names.add(shape.kind === 'line' ? shape.stroke : shape.fill);
  }
  if (names.size > MAX_COLORS) {
    throw new CartwheelError(
      'callbacks/too-many-colors',
      `expected at most ${MAX_COLORS} colours in a GIF, got ${names.size}; draw with fewer`,
    );
  }
  const indices = new Map([...names].map((name, index) => [name, index]));
  const size = Math.max(2, 2 ** Math.ceil(Math.log2(names.size)));
  const colors = [...names].map(parseColor);
  return {
    colors: [...colors, ...Array.from({ length: size - colors.length }, () => 0)],
    indexOf: (color) => indices.get(color) ?? 0,
  };
}

function parseColor(color: string): number {
  const [, short, long] = /^#(?:([0-9a-f]{3})|([0-9a-f]{6}))$/i.exec(color) ?? [];
  const digits = short === undefined ? long : short.replaceAll(/./g, '$&$&');
  if (digits !== undefined) return Number.parseInt(digits, 16);
  throw new CartwheelError('callbacks/unknown-color', `expected a colour such as #rrggbb or #rgb, got ${color}`);
}
