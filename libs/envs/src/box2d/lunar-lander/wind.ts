import type { Generator } from '@cartwheel/random';
import type { Body } from 'planck';

/** Wind and turbulence: functions of time that never repeat, from a random moment on. */
export class Wind {
  readonly #power: number;
  readonly #turbulencePower: number;
  #windIndex: number;
  #torqueIndex: number;

  constructor(power: number, turbulencePower: number, random: Generator) {
    this.#power = power;
    this.#turbulencePower = turbulencePower;
    this.#windIndex = random.integers(-9999, 9999);
    this.#torqueIndex = random.integers(-9999, 9999);
  }

  blowOn(hull: Body): void {
    hull.applyForceToCenter({ x: strengthAt(this.#windIndex++) * this.#power, y: 0 }, true);
    hull.applyTorque(strengthAt(this.#torqueIndex++) * this.#turbulencePower, true);
  }
}

/** tanh(sin(2kx) + sin(πkx)) with k = 0.01. */
function strengthAt(index: number): number {
  return Math.tanh(Math.sin(0.02 * index) + Math.sin(Math.PI * 0.01 * index));
}
