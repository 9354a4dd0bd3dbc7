import { Box, Polygon, RevoluteJoint, type Body, type World } from 'planck';
import { createPolygonBody } from '../create-polygon-body.ts';
import { LEG_DOWN, LEG_HEIGHT, LEG_WIDTH, SCALE, START_PAD, TERRAIN_HEIGHT, TERRAIN_STEP } from './dimensions.ts';

const HULL: readonly (readonly [number, number])[] = [
  [-30, 9],
  [6, 9],
  [34, 1],
  [34, -8],
  [-30, -8],
];
const START = { x: (TERRAIN_STEP * START_PAD) / 2, y: TERRAIN_HEIGHT + 2 * LEG_HEIGHT };
const MOTORS_TORQUE = 80;
/** rad/s. */
export const HIP_SPEED = 4;
/** rad/s. */
export const KNEE_SPEED = 6;
const SPEEDS = [HIP_SPEED, KNEE_SPEED, HIP_SPEED, KNEE_SPEED];
const SIDES = [-1, 1] as const;

/** A hull on two legs, each with a hip and a knee. */
export class Walker {
  readonly hull: Body;
  /** Upper and lower leg of the first side, then of the second. */
  readonly legs: readonly Body[];
  /** Hip and knee of the first side, then of the second. */
  readonly joints: readonly RevoluteJoint[];
  /** 1 while the lower leg of the side touches the ground. */
  readonly footContacts = new Uint8Array(2);
  /** Whether the hull has touched the ground, which ends the episode. */
  hasFallen = false;

  constructor(world: World) {
    this.hull = createHull(world);
    const sides = SIDES.map((side) => createLeg(world, this.hull, side));
    this.legs = sides.flatMap(({ upper, lower }) => [upper, lower]);
    this.joints = sides.flatMap(({ hip, knee }) => [hip, knee]);
    world.on('begin-contact', (contact) => {
      const bodies = [contact.getFixtureA().getBody(), contact.getFixtureB().getBody()];
      if (bodies.includes(this.hull)) this.hasFallen = true;
      this.#noteFeet(bodies, 1);
    });
    world.on('end-contact', (contact) =>
      this.#noteFeet([contact.getFixtureA().getBody(), contact.getFixtureB().getBody()], 0),
    );
  }

  /** `action` has −1 to 1 for each joint: which way it turns, and how strong. */
  drive(action: Float32Array): void {
    this.joints.forEach((joint, i) => {
      joint.setMotorSpeed(SPEEDS[i] * Math.sign(action[i]));
      joint.setMaxMotorTorque(MOTORS_TORQUE * effortOf(action[i]));
    });
  }

  #noteFeet(bodies: readonly Body[], touches: 0 | 1): void {
    if (bodies.includes(this.legs[1])) this.footContacts[0] = touches;
    if (bodies.includes(this.legs[3])) this.footContacts[1] = touches;
  }
}

/** What a motor spends, from 0 to 1. */
export function effortOf(action: number): number {
  return Math.min(Math.abs(action), 1);
}

function createHull(world: World): Body {
  const shape = new Polygon(HULL.map(([x, y]) => ({ x: x / SCALE, y: y / SCALE })));
  const matter = { density: 5, friction: 0.1, restitution: 0, ...OF_WALKER };
  return createPolygonBody(world, { position: START }, shape, matter);
}

/** It collides with the ground only. */
const OF_WALKER = { filterCategoryBits: 0x0020, filterMaskBits: 0x0001 };

interface Leg {
  upper: Body;
  lower: Body;
  hip: RevoluteJoint;
  knee: RevoluteJoint;
}

function createLeg(world: World, hull: Body, side: -1 | 1): Leg {
  const upper = createPart(world, side, START.y - LEG_HEIGHT / 2 - LEG_DOWN, new Box(LEG_WIDTH / 2, LEG_HEIGHT / 2));
  const hip = connect(world, hull, upper, LEG_DOWN, { motorSpeed: side, lowerAngle: -0.8, upperAngle: 1.1 });
  const shape = new Box((0.8 * LEG_WIDTH) / 2, LEG_HEIGHT / 2);
  const lower = createPart(world, side, START.y - (LEG_HEIGHT * 3) / 2 - LEG_DOWN, shape);
  const knee = connect(world, upper, lower, -LEG_HEIGHT / 2, { motorSpeed: 1, lowerAngle: -1.6, upperAngle: -0.1 });
  return { upper, lower, hip, knee };
}

function createPart(world: World, side: -1 | 1, y: number, shape: Polygon): Body {
  const place = { position: { x: START.x, y }, angle: side * 0.05 };
  return createPolygonBody(world, place, shape, { density: 1, restitution: 0, ...OF_WALKER });
}

/** Hangs the top of `lower` on `upper`, `y` above its middle. */
function connect(
  world: World,
  upper: Body,
  lower: Body,
  y: number,
  motion: { motorSpeed: number; lowerAngle: number; upperAngle: number },
): RevoluteJoint {
  const joint = new RevoluteJoint({
    bodyA: upper,
    bodyB: lower,
    localAnchorA: { x: 0, y },
    localAnchorB: { x: 0, y: LEG_HEIGHT / 2 },
    enableMotor: true,
    enableLimit: true,
    maxMotorTorque: MOTORS_TORQUE,
    ...motion,
  });
  world.createJoint(joint);
  return joint;
}
