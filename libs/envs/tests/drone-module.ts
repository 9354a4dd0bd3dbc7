import { TimeLimit } from '../src/index.ts';
import { DroneEnv } from './drone-env.ts';

/** What a worker thread imports: a module whose default export makes an environment. */
export default function createDrone(): TimeLimit {
  return new TimeLimit(new DroneEnv(), 12);
}
