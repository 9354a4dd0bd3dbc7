import { cos, sin } from './small-angle.ts';

/** A double each: cart position (m), cart velocity (m/s), pole angle (rad, 0 upright, clockwise), angular velocity (rad/s). */
export type CartPoleState = Float64Array;

export const X = 0;
const X_DOT = 1;
export const THETA = 2;
const THETA_DOT = 3;

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

/** Scratch of a single cart-pole. */
const oneAction = new Int32Array(1);
const oneAngle = new Float64Array(2);

/** Moves a cart-pole on by 20 ms, pushed with 10 N to the left (action 0) or the right (action 1). */
export function advanceCartPole(state: CartPoleState, action: number): void {
  oneAction[0] = action;
  advanceCartPoles(state, oneAction, oneAngle);
}

/**
 * Moves many on by 20 ms of explicit Euler: `states` has four numbers for each action, and `angles` room for two.
 *
 * From A. Barto, R. Sutton, C. Anderson, "Neuronlike Adaptive Elements That Can Solve Difficult Learning Control Problem"
 * (1983) with the corrections of R. Florian (https://coneural.org/florian/papers/05_cart_pole.pdf). Each sum and product is
 * in Gymnasium's order, so that every bit is the same.
 *
 * In two passes: in each, the processor has several cart-poles in hand at once, where one pass would wait for the sines.
 */
export function advanceCartPoles(states: Float64Array, actions: ArrayLike<number>, angles: Float64Array): void {
  for (let i = 0; i < actions.length; i++) {
    const theta = states[4 * i + THETA];
    angles[2 * i] = sin(theta);
    angles[2 * i + 1] = cos(theta);
  }
  for (let i = 0; i < actions.length; i++) {
    const offset = 4 * i;
    const xDot = states[offset + X_DOT];
    const thetaDot = states[offset + THETA_DOT];
    const sinTheta = angles[2 * i];
    const cosTheta = angles[2 * i + 1];
    // Without a branch, which random actions would mispredict.
    const force = (2 * actions[i] - 1) * FORCE;

    const push = (force + POLE_MASS_LENGTH * (thetaDot * thetaDot) * sinTheta) / TOTAL_MASS;
    const thetaAcceleration =
      (GRAVITY * sinTheta - cosTheta * push) /
      (POLE_HALF_LENGTH * (4 / 3 - (POLE_MASS * (cosTheta * cosTheta)) / TOTAL_MASS));
    const xAcceleration = push - (POLE_MASS_LENGTH * thetaAcceleration * cosTheta) / TOTAL_MASS;

    states[offset + X] += SECONDS_PER_STEP * xDot;
    states[offset + X_DOT] = xDot + SECONDS_PER_STEP * xAcceleration;
    states[offset + THETA] += SECONDS_PER_STEP * thetaDot;
    states[offset + THETA_DOT] = thetaDot + SECONDS_PER_STEP * thetaAcceleration;
  }
}

/** Whether the cart left the track or the pole fell; `offset` is where the state begins. */
export function hasFallen(states: Float64Array, offset = 0): boolean {
  return Math.abs(states[offset + X]) > X_LIMIT || Math.abs(states[offset + THETA]) > THETA_LIMIT;
}
