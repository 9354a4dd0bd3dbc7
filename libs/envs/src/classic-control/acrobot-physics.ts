/** Angle of the first link (rad, 0 hangs down), that of the second against it, and their velocities (rad/s). */
export type AcrobotState = Float64Array;

export const THETA_1 = 0;
export const THETA_2 = 1;
export const SPEED_1 = 2;
export const SPEED_2 = 3;

export const MAX_SPEED_1 = 4 * Math.PI;
export const MAX_SPEED_2 = 9 * Math.PI;
/** Of each link, in metres. */
export const LINK_LENGTH = 1;

const GRAVITY = 9.8;
const SECONDS_PER_STEP = 0.2;
const SIZE = 4;

/** Scratch of a step, which is over before the next one begins. */
const k1 = new Float64Array(SIZE);
const k2 = new Float64Array(SIZE);
const k3 = new Float64Array(SIZE);
const k4 = new Float64Array(SIZE);
const between = new Float64Array(SIZE);

/** Moves the links on by 0.2 s, one step of the fourth-order Runge-Kutta method, with a torque (N·m) on the joint between them. */
export function advanceAcrobot(state: AcrobotState, torque: number): void {
  const half = SECONDS_PER_STEP / 2;
  derive(state, torque, k1);
  derive(goOn(state, half, k1), torque, k2);
  derive(goOn(state, half, k2), torque, k3);
  derive(goOn(state, SECONDS_PER_STEP, k3), torque, k4);
  for (let i = 0; i < SIZE; i++) {
    state[i] += (SECONDS_PER_STEP / 6) * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]);
  }
  state[THETA_1] = wrap(state[THETA_1]);
  state[THETA_2] = wrap(state[THETA_2]);
  state[SPEED_1] = Math.min(Math.max(state[SPEED_1], -MAX_SPEED_1), MAX_SPEED_1);
  state[SPEED_2] = Math.min(Math.max(state[SPEED_2], -MAX_SPEED_2), MAX_SPEED_2);
}

/** Whether the tip is a link's length above the upper joint. */
export function hasSwungUp(state: AcrobotState): boolean {
  return -Math.cos(state[THETA_1]) - Math.cos(state[THETA_2] + state[THETA_1]) > 1;
}

function goOn(state: AcrobotState, seconds: number, derivative: Float64Array): AcrobotState {
  for (let i = 0; i < SIZE; i++) between[i] = state[i] + seconds * derivative[i];
  return between;
}

/**
 * R. Sutton, A. Barto, "Reinforcement Learning: An Introduction", the acrobot's equations, in Gymnasium's order: masses,
 * lengths and moments of inertia are 1, centres of mass at 0.5.
 */
function derive(state: AcrobotState, torque: number, target: Float64Array): void {
  const theta1 = state[THETA_1];
  const theta2 = state[THETA_2];
  const speed1 = state[SPEED_1];
  const speed2 = state[SPEED_2];
  const cos2 = Math.cos(theta2);
  const sin2 = Math.sin(theta2);

  const d1 = 0.25 + (1.25 + cos2) + 1 + 1;
  const d2 = 0.25 + 0.5 * cos2 + 1;
  const phi2 = 0.5 * GRAVITY * Math.cos(theta1 + theta2 - Math.PI / 2);
  const phi1 =
    -0.5 * (speed2 * speed2) * sin2 - speed2 * speed1 * sin2 + 1.5 * GRAVITY * Math.cos(theta1 - Math.PI / 2) + phi2;
  const acceleration2 =
    (torque + (d2 / d1) * phi1 - 0.5 * (speed1 * speed1) * sin2 - phi2) / (0.25 + 1 - (d2 * d2) / d1);

  target[THETA_1] = speed1;
  target[THETA_2] = speed2;
  target[SPEED_1] = -(d2 * acceleration2 + phi1) / d1;
  target[SPEED_2] = acceleration2;
}

/** To [−π, π]. */
function wrap(angle: number): number {
  let wrapped = angle;
  while (wrapped > Math.PI) wrapped -= 2 * Math.PI;
  while (wrapped < -Math.PI) wrapped += 2 * Math.PI;
  return wrapped;
}
