import { Box, Polygon, RevoluteJoint, type Body, type Contact, type World } from 'planck';
import { createPolygonBody } from '../create-polygon-body.ts';
import { HEIGHT, LEG_DOWN, SCALE, WIDTH } from './dimensions.ts';

const HULL: readonly (readonly [number, number])[] = [
  [-14, 17],
  [-17, 0],
  [-17, -10],
  [17, -10],
  [17, 0],
  [14, 17],
];
const LEG_AWAY = 20 / SCALE;
const LEG_HALF_WIDTH = 2 / SCALE;
const LEG_HALF_HEIGHT = 8 / SCALE;
const LEG_SPRING_TORQUE = 40;
/** What the ground is, and all that the lander collides with. */
const GROUND = 0x0001;

/** The hull with its two legs, high above the middle of the moon. */
export class Lander {
  readonly hull: Body;
  readonly legs: readonly [Body, Body];
  /** 1 while the leg touches something. */
  readonly legContacts = new Uint8Array(2);
  /** Whether the hull has touched something, which ends the episode. */
  hasCrashed = false;

  constructor(world: World) {
    this.hull = createHull(world);
    this.legs = [createLeg(world, this.hull, -1), createLeg(world, this.hull, 1)];
    world.on('begin-contact', (contact) => {
      if (concerns(contact, this.hull)) this.hasCrashed = true;
      this.#noteLegs(contact, 1);
    });
    world.on('end-contact', (contact) => this.#noteLegs(contact, 0));
  }

  #noteLegs(contact: Contact, touches: 0 | 1): void {
    this.legs.forEach((leg, i) => {
      if (concerns(contact, leg)) this.legContacts[i] = touches;
    });
  }
}

function concerns(contact: Contact, body: Body): boolean {
  return contact.getFixtureA().getBody() === body || contact.getFixtureB().getBody() === body;
}

function createHull(world: World): Body {
  const shape = new Polygon(HULL.map(([x, y]) => ({ x: x / SCALE, y: y / SCALE })));
  return createPolygonBody(world, { position: { x: WIDTH / 2, y: HEIGHT } }, shape, {
    density: 5,
    friction: 0.1,
    restitution: 0,
    filterCategoryBits: 0x0010,
    filterMaskBits: GROUND,
  });
}

/** `side` is −1 for the right leg and 1 for the left one, as in Gymnasium. */
function createLeg(world: World, hull: Body, side: -1 | 1): Body {
  const place = { position: { x: WIDTH / 2 - side * LEG_AWAY, y: HEIGHT }, angle: side * 0.05 };
  const leg = createPolygonBody(world, place, new Box(LEG_HALF_WIDTH, LEG_HALF_HEIGHT), {
    density: 1,
    restitution: 0,
    filterCategoryBits: 0x0020,
    filterMaskBits: GROUND,
  });
  world.createJoint(
    new RevoluteJoint({
      bodyA: hull,
      bodyB: leg,
      localAnchorA: { x: 0, y: 0 },
      localAnchorB: { x: side * LEG_AWAY, y: LEG_DOWN },
      enableMotor: true,
      enableLimit: true,
      maxMotorTorque: LEG_SPRING_TORQUE,
      motorSpeed: 0.3 * side,
      lowerAngle: side === -1 ? 0.9 - 0.5 : -0.9,
      upperAngle: side === -1 ? 0.9 : -0.9 + 0.5,
    }),
  );
  return leg;
}
