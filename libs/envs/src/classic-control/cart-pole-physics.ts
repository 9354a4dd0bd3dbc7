import { cos, sin } from './small-angle.ts';

/** A double each: cart position (m), cart velocity (m/s), pole angle (rad, 0 upright, clockwise), angular velocity (rad/s). */
export type CartPoleState = Float64Array;

export const X = 0;
export const X_DOT = 1;
export const THETA = 2;
export const THETA_DOT = 3;

const GRAVITY = 9.8;
const POLE_MASS = 0.1;
const TOTAL_MASS = POLE_MASS + 1;
/** Half of the pole. */
export const POLE_HALF_LENGTH = 0.5;
const POLE_MASS_LENGTH = POLE_MASS * POLE_HALF_LENGTH;
const FORCE = 10;
const SECONDS_PER_STEP = 0.02;

/** An episode ends beyond ±2.4 m. */
export const X_LIMIT = 2.4;
/** An episode ends beyond ±12°. */
export const THETA_LIMIT = (12 * 2 * Math.PI) / 360;

/**
 * Moves the cart-pole on by 20 ms of explicit Euler, pushed with 10 N to the left (action 0) or the right (action 1).
 *
 * From A. Barto, R. Sutton, C. Anderson, "Neuronlike Adaptive Elements That Can Solve Difficult Learning Control Problem"
 * (1983) with the corrections of R. Florian (https://coneural.org/florian/papers/05_cart_pole.pdf). Each sum and product is
 * in Gymnasium's order, so that every bit is the same.
 */
export function advanceCartPole(state: CartPoleState, action: number): void {
  const x = state[X];
  const xDot = state[X_DOT];
  const theta = state[THETA];
  const thetaDot = state[THETA_DOT];
  const force = action === 1 ? FORCE : -FORCE;
  const cosTheta = cos(theta);
  const sinTheta = sin(theta);

  const push = (force + POLE_MASS_LENGTH * (thetaDot * thetaDot) * sinTheta) / TOTAL_MASS;
  const thetaAcceleration =
    (GRAVITY * sinTheta - cosTheta * push) /
    (POLE_HALF_LENGTH * (4 / 3 - (POLE_MASS * (cosTheta * cosTheta)) / TOTAL_MASS));
  const xAcceleration = push - (POLE_MASS_LENGTH * thetaAcceleration * cosTheta) / TOTAL_MASS;

  state[X] = x + SECONDS_PER_STEP * xDot;
  state[X_DOT] = xDot + SECONDS_PER_STEP * xAcceleration;
  state[THETA] = theta + SECONDS_PER_STEP * thetaDot;
  state[THETA_DOT] = thetaDot + SECONDS_PER_STEP * thetaAcceleration;
}

/** Whether the cart left the track or the pole fell. */
export function hasFallen(state: CartPoleState): boolean {
  const x = state[X];
  const theta = state[THETA];
  return x < -X_LIMIT || x > X_LIMIT || theta < -THETA_LIMIT || theta > THETA_LIMIT;
}
