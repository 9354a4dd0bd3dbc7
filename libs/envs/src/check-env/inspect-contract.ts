import { createGenerator, type Generator } from '@cartwheel/random';
import type { Env } from '../env.ts';
import type { EnvFactory } from '../registry.ts';
import type { EnvFault } from './env-fault.ts';
import { inspectResult } from './inspect-result.ts';

/** Plays at random, and looks at all that comes back. */
export function inspectContract(createEnv: EnvFactory, seed: number, steps: number): EnvFault[] {
  const env = createEnv();
  const random = createGenerator(seed);
  const faults = [...inspectSpaces(env, random), ...inspectEarlyStep(env, random)];
  const [first, info] = env.reset({ seed });
  const copy = structuredClone(first);
  faults.push(...inspectResult(env, { ...START, observation: first, info }, 'reset()'));
  for (let step = 1; step <= steps; step++) {
    const [observation, reward, terminated, truncated, stepInfo] = env.step(env.actionSpace.sample(random));
    faults.push(...inspectResult(env, { observation, reward, terminated, truncated, info: stepInfo }, `step ${step}`));
    if (!terminated && !truncated) continue;
    faults.push(...inspectLateStep(env, random, step));
    const [next, nextInfo] = env.reset();
    faults.push(...inspectResult(env, { ...START, observation: next, info: nextInfo }, `reset() after step ${step}`));
  }
  if (JSON.stringify(first) !== JSON.stringify(copy)) {
    const message =
      'the observation of the first reset() was written anew by later steps: give an array of its own each time';
    faults.push({ code: 'observation-overwritten', message });
  }
  return faults;
}

const START = { reward: 0, terminated: false, truncated: false };

function inspectSpaces({ observationSpace, actionSpace }: Env, random: Generator): EnvFault[] {
  return Object.entries({ observationSpace, actionSpace }).flatMap(([name, space]): EnvFault[] => {
    const sample = space.sample(random);
    if (space.contains(sample)) return [];
    return [{ code: 'space-inconsistent', message: `${name} does not contain what it sampled itself` }];
  });
}

function inspectEarlyStep(env: Env, random: Generator): EnvFault[] {
  if (refuses(env, random)) return [];
  const message = 'step() before the first reset() must throw envs/reset-needed, but it went through';
  return [{ code: 'step-before-reset', message }];
}

function inspectLateStep(env: Env, random: Generator, step: number): EnvFault[] {
  if (refuses(env, random)) return [];
  const message = `the episode ended at step ${step}: another step() must throw envs/reset-needed, but it went through`;
  return [{ code: 'step-after-end', message }];
}

function refuses(env: Env, random: Generator): boolean {
  try {
    env.step(env.actionSpace.sample(random));
    return false;
  } catch {
    // Whatever it throws: that it does not go on is what matters.
    return true;
  }
}
