import type { Scene, Shape } from '@cartwheel/envs';
import type { Palette } from './palette.ts';

type Point = readonly [x: number, y: number];

/** Row by row from the top, an index into the palette a pixel. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly pixels: number[];
}

/**
 * Draws a scene, stretched over the raster, without smoothing: a pixel belongs to a shape if its centre does. A line is at
 * least a pixel wide.
 */
export function rasterize({ view, shapes }: Scene, { width, height, pixels }: Raster, palette: Palette): void {
  const [left, bottom, right, top] = view;
  const scaleX = width / (right - left);
  const scaleY = height / (top - bottom);
  const toPixels = ([x, y]: Point): Point => [(x - left) * scaleX, (top - y) * scaleY];
  const raster = { width, height, pixels };
  pixels.fill(0);
  for (const shape of shapes) {
    for (const outline of outlinesOf(shape, toPixels, scaleX)) {
      fillPolygon(raster, outline, palette.indexOf(shape.kind === 'line' ? shape.stroke : shape.fill));
    }
  }
}

/** Shapes as polygons in pixels. */
function outlinesOf(shape: Shape, toPixels: (point: Point) => Point, scale: number): Point[][] {
  if (shape.kind === 'polygon') return [shape.points.map(toPixels)];
  if (shape.kind === 'circle') return [circleAround(shape.center, shape.radius).map(toPixels)];
  return segmentsOf(shape.points.map(toPixels), Math.max(1, shape.width * scale));
}

/** Many enough for a circle as large as the picture. */
const CIRCLE_CORNERS = 48;

function circleAround([x, y]: Point, radius: number): Point[] {
  return Array.from({ length: CIRCLE_CORNERS }, (_, i): Point => {
    const angle = (2 * Math.PI * i) / CIRCLE_CORNERS;
    return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
  });
}

/** Each stretch of a line as a rectangle. */
function segmentsOf(points: readonly Point[], width: number): Point[][] {
  return points.slice(1).map(([x2, y2], i) => {
    const [x1, y1] = points[i];
    const length = Math.hypot(x2 - x1, y2 - y1) || 1;
    const dx = ((y2 - y1) / length) * (width / 2);
    const dy = ((x1 - x2) / length) * (width / 2);
    return [
      [x1 + dx, y1 + dy],
      [x2 + dx, y2 + dy],
      [x2 - dx, y2 - dy],
      [x1 - dx, y1 - dy],
    ];
  });
}

/** Row by row between each pair of crossings (even-odd). */
function fillPolygon({ width, height, pixels }: Raster, outline: readonly Point[], color: number): void {
  const ys = outline.map(([, y]) => y);
  const first = Math.max(0, Math.ceil(Math.min(...ys) - 0.5));
  const last = Math.min(height - 1, Math.ceil(Math.max(...ys) - 0.5) - 1);
  for (let row = first; row <= last; row++) {
    const crossings = crossingsAt(outline, row + 0.5);
    for (let i = 0; i + 1 < crossings.length; i += 2) {
      const from = Math.max(0, Math.ceil(crossings[i] - 0.5));
      const to = Math.min(width, Math.ceil(crossings[i + 1] - 0.5));
      if (from < to) pixels.fill(color, row * width + from, row * width + to);
    }
  }
}

function crossingsAt(outline: readonly Point[], y: number): number[] {
  const crossings: number[] = [];
  for (const [i, [x2, y2]] of outline.entries()) {
    const [x1, y1] = outline[(i + outline.length - 1) % outline.length];
    if (y1 <= y !== y2 <= y) crossings.push(x1 + ((y - y1) / (y2 - y1)) * (x2 - x1));
  }
  return crossings.toSorted((a, b) => a - b);
}
