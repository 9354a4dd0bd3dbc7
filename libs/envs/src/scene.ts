/** A picture as shapes in world coordinates, y up, for a canvas, a terminal or a GIF. */
export interface Scene {
  /** The part of the world to show: `[left, bottom, right, top]`. */
  view: readonly [number, number, number, number];
  shapes: readonly Shape[];
}

/** A part of a scene, in the scene's own units. */
export type Shape =
  | { kind: 'polygon'; points: readonly (readonly [number, number])[]; fill: string }
  | { kind: 'line'; points: readonly (readonly [number, number])[]; stroke: string; width: number }
  | { kind: 'circle'; center: readonly [number, number]; radius: number; fill: string };

/** All numbers that place a shape. */
export function coordinatesOf(shape: Shape): readonly number[] {
  if (shape.kind === 'circle') return [...shape.center, shape.radius];
  return shape.kind === 'line' ? [...shape.points.flat(), shape.width] : shape.points.flat();
}
