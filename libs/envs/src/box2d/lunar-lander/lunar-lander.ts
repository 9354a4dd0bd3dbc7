import { Discrete } from '../../spaces/discrete.ts';
import type { Thrust } from './engines.ts';
import { LunarLanderBase } from './lunar-lander-base.ts';

/** LunarLander-v3: do nothing (0), or fire the left (1), the main (2) or the right engine (3). */
export class LunarLanderEnv extends LunarLanderBase<number> {
  readonly id = 'LunarLander-v3';
  readonly actionSpace = new Discrete(4);
  protected readonly idle = 0;

  protected accepts(action: number): boolean {
    return this.actionSpace.contains(action);
  }

  protected toThrust(action: number): Thrust {
    const isSide = action === 1 || action === 3;
    return { main: action === 2 ? 1 : 0, side: isSide ? 1 : 0, direction: action - 2 };
  }

  protected toNumbers(action: number): number[] {
    return [action];
  }

  protected toAction([action]: readonly number[]): number {
    return action;
  }
}
