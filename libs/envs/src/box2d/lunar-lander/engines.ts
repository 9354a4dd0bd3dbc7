import type { Generator } from '@cartwheel/random';
import type { Body } from 'planck';
import { SCALE } from './dimensions.ts';

const MAIN_ENGINE_POWER = 13;
const SIDE_ENGINE_POWER = 0.6;
const SIDE_ENGINE_HEIGHT = 14 / SCALE;
const SIDE_ENGINE_AWAY = 12 / SCALE;
/** Where the main engine sits on the hull. */
const MAIN_ENGINE_Y = 4 / SCALE;
/** Gymnasium has 17 here, where the height of 14 was probably meant. */
const SIDE_ENGINE_X = 17 / SCALE;

/** What the engines do in a step. */
export interface Thrust {
  /** 0, or 0.5 to 1. */
  main: number;
  /** 0, or 0.5 to 1. */
  side: number;
  /** −1 fires the left engine, 1 the right one. */
  direction: number;
}

/** Pushes the hull; each push goes a little astray, by two numbers that are drawn whether an engine fires or not. */
export function fireEngines(hull: Body, { main, side, direction }: Thrust, random: Generator): void {
  const angle = hull.getAngle();
  const tip = [Math.sin(angle), Math.cos(angle)];
  const across = [-tip[1], tip[0]];
  const dispersion = [random.uniform(-1, 1) / SCALE, random.uniform(-1, 1) / SCALE];
  if (main > 0) {
    const along = MAIN_ENGINE_Y + 2 * dispersion[0];
    const x = tip[0] * along + across[0] * dispersion[1];
    const y = -tip[1] * along - across[1] * dispersion[1];
    push(hull, [x, y], [x, y], MAIN_ENGINE_POWER * main);
  }
  if (side > 0) {
    const aside = 3 * dispersion[1] + direction * SIDE_ENGINE_AWAY;
    const x = tip[0] * dispersion[0] + across[0] * aside;
    const y = -tip[1] * dispersion[0] - across[1] * aside;
    push(hull, [x, y], [x - tip[0] * SIDE_ENGINE_X, y + tip[1] * SIDE_ENGINE_HEIGHT], SIDE_ENGINE_POWER * side);
  }
}

/** Against `direction`, at `offset` from the hull's position. */
function push(hull: Body, direction: readonly number[], offset: readonly number[], power: number): void {
  const { x, y } = hull.getPosition();
  const impulse = { x: -direction[0] * power, y: -direction[1] * power };
  hull.applyLinearImpulse(impulse, { x: x + offset[0], y: y + offset[1] }, true);
}
