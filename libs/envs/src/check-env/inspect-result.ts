import type { Env } from '../env.ts';
import { describeObservation } from './describe-observation.ts';
import type { EnvFault } from './env-fault.ts';

/** What `reset` or `step` gave, as a program without types may give it. */
export interface Result {
  readonly observation: unknown;
  readonly reward: unknown;
  readonly terminated: unknown;
  readonly truncated: unknown;
  readonly info: unknown;
}

/** What is wrong with a result; `where` says after which call. */
export function inspectResult(env: Env, result: Result, where: string): EnvFault[] {
  const { observation, reward, terminated, truncated, info } = result;
  const faults: EnvFault[] = [];
  if (!env.observationSpace.contains(observation)) {
    const message = `${where}: ${describeObservation(env.observationSpace, observation)}`;
    faults.push({ code: 'observation-outside-space', message });
  }
  if (typeof reward !== 'number' || !Number.isFinite(reward)) {
    faults.push({
      code: 'reward-not-finite',
      message: `${where}: expected a finite reward, but got ${String(reward)}`,
    });
  }
  for (const [name, ending] of Object.entries({ terminated, truncated })) {
    if (typeof ending === 'boolean') continue;
    const message = `${where}: expected ${name} to be true or false, but got ${String(ending)}`;
    faults.push({ code: 'ending-not-boolean', message });
  }
  return [...faults, ...inspectInfo(env, info, where)];
}

function inspectInfo({ actionSpace }: Env, info: unknown, where: string): EnvFault[] {
  if (typeof info !== 'object' || info === null) {
    return [{ code: 'info-not-object', message: `${where}: expected an object as info, but got ${String(info)}` }];
  }
  if (!('actionMask' in info) || info.actionMask === undefined) return [];
  const { actionMask } = info;
  if (!(actionMask instanceof Uint8Array)) {
    return [{ code: 'action-mask', message: `${where}: expected a Uint8Array as info.actionMask` }];
  }
  if (actionSpace.kind === 'discrete' && actionMask.length !== actionSpace.flatSize) {
    const lengths = `${actionSpace.flatSize} elements, one for each action, but got ${actionMask.length}`;
    return [{ code: 'action-mask', message: `${where}: expected info.actionMask to have ${lengths}` }];
  }
  if (actionMask.includes(1)) return [];
  return [{ code: 'action-mask', message: `${where}: info.actionMask allows no action at all` }];
}
