import type { Body, BodyDef, FixtureOpt, Polygon, World } from 'planck';

/** What the environments need of a body: one polygon, and its matter. */
export type Matter = Pick<FixtureOpt, 'density' | 'friction' | 'restitution' | 'filterCategoryBits' | 'filterMaskBits'>;

/** A body of one polygon that moves. */
export function createPolygonBody(world: World, def: BodyDef, shape: Polygon, matter: Matter): Body {
  const body = world.createBody({ type: 'dynamic', ...def });
  body.createFixture({ shape, ...matter });
  correctCenterOfMass(body, shape);
  return body;
}

/**
 * planck 1.4.2 takes the y of a polygon's centre of mass from an x (`addVec2`): mass, and inertia about the centre, are right.
 * 1.4.3 has it mended, but asks for Node 24.
 */
function correctCenterOfMass(body: Body, shape: Polygon): void {
  const mass = body.getMass();
  const wrong = body.getLocalCenter();
  const center = shape.m_centroid;
  const inertia = body.getInertia() - mass * (wrong.x * wrong.x + wrong.y * wrong.y);
  body.setMassData({ mass, center, I: inertia + mass * (center.x * center.x + center.y * center.y) });
}
