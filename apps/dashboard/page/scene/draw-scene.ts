import type { Scene } from '@cartwheel/envs';

type Point = readonly [x: number, y: number];

/** Draws a scene as large as the canvas allows without stretching it. Shapes without area are a line of one pixel. */
export function drawScene(context: CanvasRenderingContext2D, { view, shapes }: Scene): void {
  const { width, height } = context.canvas;
  const [left, bottom, right, top] = view;
  const scale = Math.min(width / (right - left), height / (top - bottom));
  const marginX = (width - scale * (right - left)) / 2;
  const marginY = (height - scale * (top - bottom)) / 2;
  const place = ([x, y]: Point): Point => [marginX + (x - left) * scale, marginY + (top - y) * scale];
  context.clearRect(0, 0, width, height);
  for (const shape of shapes) {
    context.beginPath();
    if (shape.kind === 'circle') context.arc(...place(shape.center), shape.radius * scale, 0, 2 * Math.PI);
    else trace(context, shape.points.map(place));
    if (shape.kind === 'line') {
      context.strokeStyle = shape.stroke;
      context.lineWidth = Math.max(1, shape.width * scale);
      context.stroke();
    } else {
      context.fillStyle = shape.fill;
      context.fill();
    }
  }
}

function trace(context: CanvasRenderingContext2D, points: readonly Point[]): void {
  points.forEach(([x, y], i) => (i === 0 ? context.moveTo(x, y) : context.lineTo(x, y)));
}

/** Height by width of what a scene shows. */
export function aspectOf({ view: [left, bottom, right, top] }: Scene): number {
  return (top - bottom) / (right - left);
}
