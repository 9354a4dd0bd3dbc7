import { expect, it } from '@jest/globals';
import { createGenerator } from '@cartwheel/random';
import type { Env, StepResult } from '../env.ts';
import { hasEnded } from './trajectory.ts';

const STEPS = 300;

export function describeContract(createEnv: () => Env, endsWithin: number | undefined): void {
  it('has an id', () => {
    expect(createEnv().id).toMatch(/\S/);
  });

  it('gives observations of its space, finite rewards, endings and infos', () => {
    const env = createEnv();
    const random = createGenerator(4);
    const faults = [findFaultOfReset(env, 4)];
    for (let i = 0; i < STEPS; i++) {
      const result = env.step(env.actionSpace.sample(random));
      faults.push(findFault(env, result));
      if (hasEnded(result)) faults.push(findFaultOfReset(env));
    }
    expect(faults.filter((fault) => fault !== undefined)).toEqual([]);
  });

  it('gives observations that later steps leave alone', () => {
    const env = createEnv();
    const random = createGenerator(5);
    const given = [env.reset({ seed: 5 })[0]];
    const copies = structuredClone(given);
    for (let i = 0; i < 20; i++) {
      const result = env.step(env.actionSpace.sample(random));
      const observation = hasEnded(result) ? env.reset()[0] : result[0];
      given.push(observation);
      copies.push(structuredClone(observation));
    }
    expect(given).toEqual(copies);
  });

  it('refuses a step before the first reset', () => {
    const env = createEnv();
    expect(() => env.step(env.actionSpace.sample(createGenerator(6)))).toThrow(withCode('envs/reset-needed'));
  });

  it.each([
    ['text', 'left'],
    ['nothing', undefined],
    ['not a number', Number.NaN],
    ['an empty array', new Float32Array()],
  ])('refuses %s as an action, and goes on', (_, action) => {
    const env = createEnv();
    env.reset({ seed: 7 });
    // What a program without types could pass.
    const step = env.step.bind(env) as (action: unknown) => StepResult;
    expect(() => step(action)).toThrow(withCode('envs/invalid-action'));
    expect(findFault(env, env.step(env.actionSpace.sample(createGenerator(7))))).toBeUndefined();
  });

  const steps = endsWithin ?? requireLimit(createEnv());
  if (steps === Infinity) return;

  it(`ends an episode within ${steps} steps, and then needs a reset`, () => {
    const env = createEnv();
    env.reset({ seed: 8 });
    expect(playToTheEnd(env, steps)).toBe(true);
    const action = env.actionSpace.sample(createGenerator(8));
    expect(() => env.step(action)).toThrow(withCode('envs/reset-needed'));
    expect(findFaultOfReset(env)).toBeUndefined();
    expect(findFault(env, env.step(action))).toBeUndefined();
  });
}

/** Whether the episode ends. */
function playToTheEnd(env: Env, steps: number): boolean {
  const random = createGenerator(9);
  for (let i = 0; i < steps; i++) {
    if (hasEnded(env.step(env.actionSpace.sample(random)))) return true;
  }
  return false;
}

function findFaultOfReset(env: Env, seed?: number): string | undefined {
  const [observation, info] = env.reset({ seed });
  return findFault(env, [observation, 0, false, false, info]);
}

function findFault({ observationSpace }: Env, result: StepResult): string | undefined {
  const [observation, reward, terminated, truncated, info] = result;
  if (!observationSpace.contains(observation)) {
    return `${observationSpace.toString()} does not contain the observation ${JSON.stringify(observation)}`;
  }
  if (!Number.isFinite(reward)) return `the reward ${reward} is not finite`;
  if (typeof terminated !== 'boolean') return `terminated is ${String(terminated)}`;
  if (typeof truncated !== 'boolean') return `truncated is ${String(truncated)}`;
  return typeof info === 'object' ? undefined : `info is ${String(info)}`;
}

function withCode(code: string): unknown {
  return expect.objectContaining({ code });
}

function requireLimit({ id, maxEpisodeSteps }: Env): number {
  if (maxEpisodeSteps !== undefined) return maxEpisodeSteps;
  throw new Error(`${id} has no maxEpisodeSteps: give describeEnv the option endsWithin.`);
}
