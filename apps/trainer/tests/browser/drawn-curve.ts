import { setTimeout as wait } from 'node:timers/promises';
import type { Locator } from 'playwright-core';
import { IN_TIME } from './served-runs.ts';

/** The first of a chart's colours, and how many of its pixels are no accident. */
const FIRST = '#2f78d6';
const FEWEST = 10;
const EVERY_MS = 100;

/** Whether a chart shows its first curve, or what else has a colour, as soon as it does. */
export async function showsCurve(chart: Locator, color = FIRST): Promise<boolean> {
  const end = Date.now() + IN_TIME.timeout;
  while ((await pixelsOf(chart, color)) < FEWEST) {
    if (Date.now() > end) return false;
    await wait(EVERY_MS);
  }
  return true;
}

async function pixelsOf(chart: Locator, color: string): Promise<number> {
  return chart.locator('canvas').evaluate(
    (element, [red, green, blue]) => {
      const canvas = element as unknown as {
        width: number;
        height: number;
        getContext(kind: '2d'): {
          getImageData(x: number, y: number, width: number, height: number): { data: ArrayLike<number> };
        };
      };
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      let pixels = 0;
      for (let i = 0; i < data.length; i += 4) {
        if (data[i] === red && data[i + 1] === green && data[i + 2] === blue) pixels += 1;
      }
      return pixels;
    },
    [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16)),
  );
}
