import { fileURLToPath } from 'node:url';
import { describeInBrowser, importModule } from '@cartwheel/dev-services/browser';
import { Box, Discrete, type Observation, type Space } from '@cartwheel/envs';
import { createGenerator } from '@cartwheel/random';
import { beforeAll, expect, it } from '@jest/globals';
import { build } from 'esbuild';
import { loadPolicy } from '../../src/policy/load-policy.ts';
import { createAlgorithm } from '../../src/registry.ts';
import { IdentityEnv } from '../identity-env.ts';

type Page = Parameters<typeof importModule>[0];

let code: string;
beforeAll(async () => {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('../../src/policy/index.ts', import.meta.url))],
    bundle: true,
    write: false,
    minify: true,
    format: 'esm',
    platform: 'browser',
    conditions: ['@cartwheel/source'],
    logLevel: 'silent',
  });
  code = outputFiles[0].text;
});

const box = new Box({ low: [-0.5, 1], high: [0.5, 3] });
const CASES: [string, Space, Record<string, unknown>][] = [
  ['ppo', new Discrete(4, { start: -2 }), { activation: 'silu', sharedTrunk: [6] }],
  ['a2c', box, { useSde: true, normalizeObservation: true }],
  ['dqn', new Discrete(3), { bufferSize: 10, dueling: true }],
  ['ars', box, { zeroPolicy: false, withBias: true, squashOutput: true }],
];

describeInBrowser('loadPolicy in a browser', (page) => {
  it.each(CASES)('acts as in Node.js: %s on %s', async (algorithm, space, hyperparameters) => {
    const settings = { ...hyperparameters, netArch: [9, 7] };
    const model = await createAlgorithm(algorithm, () => new IdentityEnv(space), {
      seed: 2,
      hyperparameters: settings,
    });
    const bytes = model.exportPolicy('safetensors');
    const random = createGenerator(1);
    const seen = Array.from({ length: 20 }, () => space.sample(random));

    const { best, drawn } = await actInBrowser(page(), bytes, seen);

    const policy = loadPolicy(bytes, { seed: 5 });
    const closeTo = (numbers: number[]): unknown[] => numbers.map((number) => expect.closeTo(number, 6));
    const expected = (deterministic: boolean): unknown[] =>
      seen.map((observation) => closeTo(numbersOf(policy.predict(observation, { deterministic }))));
    expect(best).toEqual(expected(true));
    expect(drawn).toEqual(expected(false));
  });
});

/** The numbers of each action that the page's policy takes: the best ones, and those that it draws. */
async function actInBrowser(
  page: Page,
  bytes: Uint8Array,
  seen: readonly Observation[],
): Promise<{ best: number[][]; drawn: number[][] }> {
  const module = await importModule(page, code);
  const given = { bytes: [...bytes], isBox: seen[0] instanceof Float32Array, observations: seen.map(numbersOf) };
  return module.evaluate((exported, { bytes, isBox, observations }) => {
    const browser = exported as { loadPolicy: typeof loadPolicy };
    const policy = browser.loadPolicy(Uint8Array.from(bytes), { seed: 5 });
    const act = (deterministic: boolean): number[][] =>
      observations.map((numbers) => {
        const action = policy.predict(isBox ? Float32Array.from(numbers) : numbers[0], { deterministic });
        return typeof action === 'number' ? [action] : [...(action as Float32Array)];
      });
    return { best: act(true), drawn: act(false) };
  }, given);
}

function numbersOf(value: Observation): number[] {
  if (typeof value === 'number') return [value];
  if (ArrayBuffer.isView(value)) return Array.from(value);
  throw new Error('An identity environment has numbers.');
}
