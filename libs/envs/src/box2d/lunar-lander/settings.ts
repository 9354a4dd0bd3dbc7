import { CartwheelError } from '@cartwheel/async-guard';

/** What LunarLander takes, as Gymnasium's does. */
export interface LunarLanderOptions {
  /** Between −12 and 0. Default −10. */
  gravity?: number;
  /** Default false. */
  enableWind?: boolean;
  /** The most that the wind pushes, 0 to 20. Default 15. */
  windPower?: number;
  /** The most that the wind turns, 0 to 2. Default 1.5. */
  turbulencePower?: number;
}

/** Throws `envs/invalid-env-option`. */
export function checkSettings(options: LunarLanderOptions): Required<LunarLanderOptions> {
  const { gravity = -10, enableWind = false, windPower = 15, turbulencePower = 1.5 } = options;
  require(gravity > -12 && gravity < 0, 'gravity between -12 and 0', gravity);
  require(windPower >= 0 && windPower <= 20, 'windPower from 0 to 20', windPower);
  require(turbulencePower >= 0 && turbulencePower <= 2, 'turbulencePower from 0 to 2', turbulencePower);
  return { gravity, enableWind, windPower, turbulencePower };
}

function require(isRight: boolean, expected: string, got: number): void {
  if (isRight) return;
  throw new CartwheelError('envs/invalid-env-option', `LunarLander expects ${expected}, but got ${got}.`);
}
