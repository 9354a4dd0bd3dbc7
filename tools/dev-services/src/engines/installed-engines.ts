import type { ServiceName } from '../services/part.ts';
import { ENGINE_NAMES, type EngineName } from './engine.ts';
import { programInPath } from './program-in-path.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const LOCAL_PROGRAM: Record<ServiceName, string> = { redis: 'redis-server', aim: 'python3', mlflow: 'python3' };

/** The engines whose programs are in PATH. Whether they work shows when they start something. */
export function installedEngines(service: ServiceName, env: Environment = process.env): EngineName[] {
  return ENGINE_NAMES.filter((name) => programInPath(name === 'local' ? LOCAL_PROGRAM[service] : name, env));
}
