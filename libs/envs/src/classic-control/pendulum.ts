import { CartwheelError } from '@cartwheel/async-guard';
import type { Generator } from '@cartwheel/random';
import type { ResetOptions } from '../env.ts';
import type { Scene, Shape } from '../scene.ts';
import { Box } from '../spaces/box.ts';
import { ClassicControlEnv } from './classic-control-env.ts';
import { isFloat32s } from '../is-float32s.ts';

const { fround } = Math;

const THETA = 0;
const THETA_DOT = 1;
/** The torque of the last step, which is drawn only. */
const TORQUE = 2;

/** rad/s. */
const MAX_SPEED = 8;
/** N·m. */
const MAX_TORQUE = 2;
const SECONDS_PER_STEP = 0.05;
/** 3 g / (2 l), with g = 10 m/s² and l = 1 m. */
const GRAVITY_TERM = 15;
const TORQUE_COST = fround(0.001);
const DEFAULT_START = { xInit: Math.PI, yInit: 1 };

/**
 * Pendulum-v1 of Gymnasium 1.4.0, without its time limit: swing a rod of 1 m and 1 kg upright, with a torque of −2 to 2 N·m
 * (what lies beyond is clipped). The reward is −(θ² + 0.1·θ̇² + 0.001·torque²), of the state before the step and θ within ±π.
 *
 * Observations are cos θ, sin θ and θ̇ (rad/s; θ 0 is upright), in single precision. `reset` takes the options `xInit` and
 * `yInit`: the greatest first angle and angular velocity, either way, by default π and 1.
 */
export class PendulumEnv extends ClassicControlEnv<Float32Array> {
  readonly id = 'Pendulum-v1';
  readonly observationSpace = new Box({ low: [-1, -1, -MAX_SPEED], high: [1, 1, MAX_SPEED] });
  readonly actionSpace = new Box({ shape: [1], low: -MAX_TORQUE, high: MAX_TORQUE });

  constructor() {
    super(3);
  }

  protected begin(random: () => Generator, options: ResetOptions['options']): void {
    const { xInit, yInit } = parseStart(options);
    const generator = random();
    this.state[THETA] = generator.uniform(-xInit, xInit);
    this.state[THETA_DOT] = generator.uniform(-yInit, yInit);
    this.state[TORQUE] = 0;
  }

  protected accepts(action: Float32Array): boolean {
    return isFloat32s(action, 1);
  }

  /** Torques are in single precision, as Gymnasium's are, and what is made of them alone is too. */
  protected advance([action]: Float32Array): number {
    const { state } = this;
    const theta = state[THETA];
    const thetaDot = state[THETA_DOT];
    const torque = Math.min(Math.max(action, -MAX_TORQUE), MAX_TORQUE);
    const angle = wrapAngle(theta);
    const cost = angle * angle + 0.1 * (thetaDot * thetaDot) + fround(TORQUE_COST * fround(torque * torque));

    const pushed = thetaDot + (GRAVITY_TERM * Math.sin(theta) + fround(3 * torque)) * SECONDS_PER_STEP;
    const speed = Math.min(Math.max(pushed, -MAX_SPEED), MAX_SPEED);
    state[THETA] = theta + speed * SECONDS_PER_STEP;
    state[THETA_DOT] = speed;
    state[TORQUE] = torque;
    return -cost;
  }

  protected isOver(): boolean {
    return false;
  }

  protected observeInto(target: Float32Array, offset: number): void {
    target[offset] = Math.cos(this.state[THETA]);
    target[offset + 1] = Math.sin(this.state[THETA]);
    target[offset + 2] = this.state[THETA_DOT];
  }

  render(): Scene {
    const [theta, , torque] = this.state;
    return { view: [-2.2, -2.2, 2.2, 2.2], shapes: [...drawRod(theta), drawTorque(torque)] };
  }
}

/** To [−π, π), by floor modulo. */
function wrapAngle(angle: number): number {
  const turn = 2 * Math.PI;
  const rest = (angle + Math.PI) % turn;
  return (rest < 0 ? rest + turn : rest) - Math.PI;
}

function parseStart(options: ResetOptions['options']): typeof DEFAULT_START {
  const { xInit = DEFAULT_START.xInit, yInit = DEFAULT_START.yInit } = options ?? {};
  if (typeof xInit === 'number' && typeof yInit === 'number' && Number.isFinite(xInit + yInit)) return { xInit, yInit };
  throw new CartwheelError(
    'envs/invalid-reset-options',
    `reset() expects options.xInit and options.yInit to be finite numbers, but got ${String(xInit)} and ${String(yInit)}.`,
  );
}

function drawRod(theta: number): Shape[] {
  const place = (along: number, across: number): [number, number] => [
    -along * Math.sin(theta) - across * Math.cos(theta),
    along * Math.cos(theta) - across * Math.sin(theta),
  ];
  const rod = [place(0, -0.1), place(0, 0.1), place(1, 0.1), place(1, -0.1)];
  return [
    { kind: 'polygon', points: rod, fill: '#cc4d4d' },
    { kind: 'circle', center: [0, 0], radius: 0.1, fill: '#cc4d4d' },
    { kind: 'circle', center: place(1, 0), radius: 0.1, fill: '#cc4d4d' },
    { kind: 'circle', center: [0, 0], radius: 0.05, fill: '#000000' },
  ];
}

/** An arc around the axle, as long as the torque is strong, on the side to which it turns. */
function drawTorque(torque: number): Shape {
  const points = Array.from({ length: 13 }, (_, i): [number, number] => {
    const angle = (torque / MAX_TORQUE) * (Math.PI / 2) * (i / 12);
    return [-0.4 * Math.sin(angle), 0.4 * Math.cos(angle)];
  });
  return { kind: 'line', points, stroke: '#000000', width: 0.03 };
}
