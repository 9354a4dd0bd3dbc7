import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Box, Discrete, type Observation, type Space } from '@cartwheel/envs';
import { createGenerator } from '@cartwheel/random';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { build } from 'esbuild';
import { loadPolicy } from '../../src/policy/load-policy.ts';
import { createAlgorithm } from '../../src/registry.ts';
import { IdentityEnv } from '../identity-env.ts';

/** The first that runs; a pipeline must have one, a desk need not. */
const candidates = [process.env['CHROMIUM_PATH'], 'chromium', 'chromium-browser', 'google-chrome'];
const chromium = candidates.find((program) => program !== undefined && spawnSync(program, ['--version']).status === 0);
const isMandatory = process.env['CI'] === 'true';
const describeInChromium = chromium === undefined && !isMandatory ? describe.skip : describe;

const folder = mkdtempSync(join(tmpdir(), 'cartwheel-chromium-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let bundle = '';
beforeAll(async () => {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('../../src/policy/index.ts', import.meta.url))],
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    globalName: 'cartwheel',
    platform: 'browser',
    conditions: ['@cartwheel/source'],
    logLevel: 'silent',
  });
  bundle = outputFiles[0].text;
});

const box = new Box({ low: [-0.5, 1], high: [0.5, 3] });
const CASES: [string, Space, Record<string, unknown>][] = [
  ['ppo', new Discrete(4, { start: -2 }), { activation: 'silu', sharedTrunk: [6] }],
  ['a2c', box, { useSde: true, normalizeObservation: true }],
  ['dqn', new Discrete(3), { bufferSize: 10, dueling: true }],
  ['ars', box, { zeroPolicy: false, withBias: true, squashOutput: true }],
];

describeInChromium('loadPolicy in Chromium', () => {
  it.each(CASES)(
    'acts as in Node.js: %s on %s',
    async (algorithm, space, hyperparameters) => {
      const settings = { ...hyperparameters, netArch: [9, 7] };
      const model = await createAlgorithm(algorithm, () => new IdentityEnv(space), {
        seed: 2,
        hyperparameters: settings,
      });
      const bytes = model.exportPolicy('safetensors');
      const random = createGenerator(1);
      const seen = Array.from({ length: 20 }, () => space.sample(random));

      const { best, drawn } = actInChromium(bytes, seen);

      const policy = loadPolicy(bytes, { seed: 5 });
      const closeTo = (numbers: number[]): unknown[] => numbers.map((number) => expect.closeTo(number, 6));
      const expected = (deterministic: boolean): unknown[] =>
        seen.map((observation) => closeTo(numbersOf(policy.predict(observation, { deterministic }))));
      expect(best).toEqual(expected(true));
      expect(drawn).toEqual(expected(false));
    },
    60_000,
  );
});

/** A page that loads the policy, acts, and leaves what it did as its text. */
function actInChromium(bytes: Uint8Array, seen: readonly Observation[]): { best: number[][]; drawn: number[][] } {
  const page = join(folder, 'page.html');
  const observations = JSON.stringify(seen.map(numbersOf));
  writeFileSync(
    page,
    `<!doctype html><meta charset="utf-8"><body><script>${bundle}</script><script>
      const bytes = Uint8Array.from(atob(${JSON.stringify(Buffer.from(bytes).toString('base64'))}), (c) => c.charCodeAt(0));
      const policy = cartwheel.loadPolicy(bytes, { seed: 5 });
      const isBox = ${String(seen[0] instanceof Float32Array)};
      const act = (numbers, deterministic) =>
        [policy.predict(isBox ? Float32Array.from(numbers) : numbers[0], { deterministic })].flatMap((action) =>
          typeof action === 'number' ? [action] : [...action]);
      const observations = ${observations};
      const best = observations.map((numbers) => act(numbers, true));
      const drawn = observations.map((numbers) => act(numbers, false));
      document.body.textContent = JSON.stringify({ best, drawn });
    </script></body>`,
  );
  const flags = ['--headless', '--no-sandbox', '--disable-gpu', `--user-data-dir=${join(folder, 'profile')}`];
  const { stdout, stderr } = spawnSync(chromium ?? 'chromium', [...flags, '--dump-dom', pathToFileURL(page).href], {
    encoding: 'utf8',
    timeout: 50_000,
  });
  const text = /<body>(\{.*\})<\/body>/s.exec(stdout ?? '')?.[1];
  if (text === undefined) throw new Error(`Chromium gave no result: ${stdout}\n${stderr}`);
  return JSON.parse(text);
}

function numbersOf(value: Observation): number[] {
  if (typeof value === 'number') return [value];
  if (ArrayBuffer.isView(value)) return Array.from(value);
  throw new Error('An identity environment has numbers.');
}
