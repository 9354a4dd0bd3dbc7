import { describe } from '@jest/globals';
import type { Env } from '../env.ts';
import { describeContract } from './describe-contract.ts';
import { describeInPlace } from './describe-in-place.ts';
import { describeRender } from './describe-render.ts';
import { describeReproducibility } from './describe-reproducibility.ts';
import { describeSpace } from './describe-space.ts';

/** Which environment is tried. */
export interface DescribeEnvOptions {
  /** A new environment, not reset yet. */
  createEnv: () => Env;
  /**
   * Within how many steps of random actions an episode ends for sure. Default: the environment's `maxEpisodeSteps`;
   * Infinity where episodes may go on for ever.
   */
  endsWithin?: number;
  /**
   * Whether something outlives a seeded reset, as the statistics of a normalising wrapper do: then only a fresh one must do
   * what another fresh one does. Default false.
   */
  remembers?: boolean;
}

/** What every environment must fulfil. Each check runs on environments of its own. */
export function describeEnv(name: string, { createEnv, endsWithin, remembers = false }: DescribeEnvOptions): void {
  describe(`${name} as an Env`, () => {
    describeSpace('its observation space', () => createEnv().observationSpace);
    describeSpace('its action space', () => createEnv().actionSpace);
    describeContract(createEnv, endsWithin);
    describeReproducibility(createEnv, remembers);
    describeInPlace(createEnv);
    describeRender(createEnv);
  });
}
