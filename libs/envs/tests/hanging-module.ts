import { CartPoleEnv, Wrapper, type Info, type ResetOptions, type ResetResult } from '../src/index.ts';

class HangingEnv extends Wrapper<Float32Array, number> {
  override reset(options?: ResetOptions): ResetResult<Float32Array> {
    if (options?.options?.['hang'] === true) for (;;);
    return super.reset(options);
  }

  override resetInto(target: Float32Array, offset: number, options?: ResetOptions): Info {
    const [observation, info] = this.reset(options);
    target.set(observation, offset);
    return info;
  }
}

export default function createHanging(): HangingEnv {
  return new HangingEnv(new CartPoleEnv());
}
