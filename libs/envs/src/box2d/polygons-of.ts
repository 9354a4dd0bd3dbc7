import { Polygon, type Body } from 'planck';
import type { Shape } from '../scene.ts';

/** The polygons of a body, where it stands. */
export function polygonsOf(body: Body, fill: string): Shape[] {
  const shapes: Shape[] = [];
  for (let fixture = body.getFixtureList(); fixture; fixture = fixture.getNext()) {
    const shape = fixture.getShape();
    if (!(shape instanceof Polygon)) continue;
    const points = shape.m_vertices.map((vertex): [number, number] => {
      const { x, y } = body.getWorldPoint(vertex);
      return [x, y];
    });
    shapes.push({ kind: 'polygon', points, fill });
  }
  return shapes;
}
