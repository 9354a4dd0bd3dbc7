import { isFloat32s } from '../../is-float32s.ts';
import { Box } from '../../spaces/box.ts';
import type { Thrust } from './engines.ts';
import { LunarLanderBase } from './lunar-lander-base.ts';

/**
 * LunarLander-v3 with `continuous=True`: the throttles of the main engine (off below 0, 50 to 100 % above) and of the side
 * engines (the left one below −0.5, the right one above 0.5). What lies beyond ±1 is clipped.
 */
export class LunarLanderContinuousEnv extends LunarLanderBase<Float32Array> {
  readonly id = 'LunarLanderContinuous-v3';
  readonly actionSpace = new Box({ shape: [2], low: -1, high: 1 });
  protected readonly idle = new Float32Array(2);

  protected accepts(action: Float32Array): boolean {
    return isFloat32s(action, 2);
  }

  protected toThrust([throttle, side]: Float32Array): Thrust {
    const strength = Math.min(Math.abs(side), 1);
    return {
      main: throttle > 0 ? (Math.min(throttle, 1) + 1) * 0.5 : 0,
      side: strength > 0.5 ? strength : 0,
      direction: Math.sign(side),
    };
  }

  protected toNumbers(action: Float32Array): number[] {
    return [...action];
  }

  protected toAction(numbers: readonly number[]): Float32Array {
    return Float32Array.from(numbers);
  }
}
