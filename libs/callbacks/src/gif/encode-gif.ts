import { CartwheelError } from '@cartwheel/async-guard';
import type { Scene } from '@cartwheel/envs';
import omggif from 'omggif';
import { paletteOf } from './palette.ts';
import { rasterize } from './rasterize.ts';

/** The size and the speed of a picture. */
export interface GifOptions {
  /** In pixels; the height follows from the first scene's view. Default 300. */
  width?: number;
  /** Pictures a second, at most 50 (what browsers show). Default 25. */
  framesPerSecond?: number;
  /** As `#rrggbb`. Default white. */
  background?: string;
}

/** More than a frame of noise needs: a GIF's LZW codes have at most 12 bits for a pixel. */
const BYTES_PER_PIXEL = 2;
const HEADER_BYTES = 2_048;

/**
 * Scenes as an endless GIF, a frame each.
 *
 * Throws `callbacks/no-frames`, `callbacks/too-many-colors` and `callbacks/unknown-color`.
 */
export function encodeGif(scenes: readonly Scene[], options: GifOptions = {}): Uint8Array {
  const { width = 300, framesPerSecond = 25, background = '#ffffff' } = options;
  if (scenes.length === 0) {
    throw new CartwheelError(
      'callbacks/no-frames',
      'expected at least one scene for a GIF, got none; render() gives them',
    );
  }
  const [left, bottom, right, top] = scenes[0].view;
  const height = Math.max(1, Math.round((width * (top - bottom)) / (right - left)));
  const palette = paletteOf(scenes, background);
  // An array of numbers, since omggif's types know no other.
  const pixels = Array.from({ length: width * height }, () => 0);
  const bytes = new Uint8Array(HEADER_BYTES + scenes.length * (pixels.length * BYTES_PER_PIXEL + 64));
  const writer = new omggif.GifWriter(bytes, width, height, { loop: 0, palette: [...palette.colors] });
  // In hundredths of a second.
  const delay = Math.max(2, Math.round(100 / framesPerSecond));
  for (const scene of scenes) {
    rasterize(scene, { width, height, pixels }, palette);
    writer.addFrame(0, 0, width, height, pixels, { delay });
  }
  return bytes.slice(0, writer.end());
}
