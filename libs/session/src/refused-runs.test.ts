import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadAlgorithm } from '@cartwheel/algorithms';
import {
  makeEnv,
  registerEnv,
  TransformObservation,
  TransformReward,
  type Env,
  type Observation,
} from '@cartwheel/envs';
import type { TrainConfigInput } from '@cartwheel/experiment-state';
import { afterAll, describe, expect, it } from '@jest/globals';
import { findRun, openRecord, projectFolder, runTraining } from './index.ts';

const out = mkdtempSync(join(tmpdir(), 'cartwheel-refused-'));
const unregister: (() => void)[] = [];
afterAll(() => {
  for (const take of unregister) take();
  rmSync(out, { recursive: true, force: true });
});

/** Sound for so many steps, and faulty from then on. */
const SOUND_STEPS = 50;

function register(id: string, factory: () => Env): string {
  unregister.push(registerEnv(id, factory));
  return id;
}

function spoilsObservations(id: string, spoil: (observation: Float32Array) => Float32Array): string {
  return register(id, () => {
    const env = makeEnv('CartPole-v1');
    let steps = 0;
    const step = env.step.bind(env);
    env.step = (action) => {
      steps += 1;
      return step(action);
    };
    const transform = (observation: Observation): Observation =>
      steps > SOUND_STEPS && observation instanceof Float32Array ? spoil(observation) : observation;
    return new TransformObservation(env, transform, env.observationSpace);
  });
}

function spoilsRewards(id: string, reward: number): string {
  return register(id, () => {
    let steps = 0;
    return new TransformReward(makeEnv('CartPole-v1'), (sound) => (++steps > SOUND_STEPS ? reward : sound));
  });
}

const ENVS = {
  shape: spoilsObservations('WrongShape-v0', (observation) => observation.slice(1)),
  nan: spoilsObservations('NanObservation-v0', (observation) => observation.with(2, Number.NaN)),
  infinite: spoilsRewards('InfiniteReward-v0', Infinity),
  huge: spoilsRewards('HugeReward-v0', 1e39),
};

const ON_POLICY = { nSteps: 16, netArch: [8], normalizeAdvantage: false };
const SET: Record<string, Record<string, unknown>> = {
  ppo: { ...ON_POLICY, batchSize: 16 },
  a2c: ON_POLICY,
  dqn: { learningStarts: 8, bufferSize: 1000, netArch: [8] },
  qrdqn: { learningStarts: 8, bufferSize: 1000, netArch: [8], nQuantiles: 4 },
  ars: { nDelta: 2 },
};

/** Trains, expects that it fails, and gives what is left of it. */
async function failed(config: TrainConfigInput) {
  let runId = '';
  const error: unknown = await runTraining({
    config: { steps: 1000, preset: 'default', evalEpisodes: 0, checkpointEvery: 24, backend: 'js', ...config },
    out,
    onEvent: (event) => void (runId = event.runId),
  }).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  await using record = await openRecord(projectFolder(out), { readOnly: true });
  const run = await findRun(record.store, runId);
  return { error, run, checkpoints: await record.store.checkpoints(runId) };
}

describe.each(['ppo', 'dqn', 'ars'])('a run of %s fails where something wrong appears', (algo) => {
  it.each([
    [
      ENVS.shape,
      'envs/wrong-observation',
      /step\(\) of CartPole-v1 after 51 steps: expected 4 numbers \(shape \[4\]\), but got 3\. Give what observationSpace says/,
    ],
    [
      ENVS.nan,
      'algorithms/not-finite',
      /observation\[2\] of environment 0 of CartPole-v1 must be a finite number; at timestep 51 it is NaN\. Check/,
    ],
    [
      ENVS.infinite,
      'algorithms/not-finite',
      /the reward of environment 0 of CartPole-v1 must be a finite number; at timestep 51 it is Infinity\. Check/,
    ],
  ])('%s: %s, and keeps its last good checkpoint', async (env, code, message) => {
    const { error, run, checkpoints } = await failed({ env, algo, set: SET[algo] });

    expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
    expect(run).toMatchObject({ status: 'failed', error: { code, message: expect.stringMatching(message) } });
    const last = checkpoints.at(-1);
    expect(last?.step).toBe(48);
    const model = await loadAlgorithm(projectFolder(out).resolve(last?.path ?? ''));
    expect(model.weightsHash()).toBe(last?.weightsHash);
    model.dispose();
  });
});

describe.each(['a2c', 'qrdqn'])('a run of %s', (algo) => {
  it('fails where its loss is not finite, and says what to lower', async () => {
    const { error, run, checkpoints } = await failed({ env: ENVS.huge, algo, set: SET[algo] });

    expect(error).toMatchObject({
      code: 'algorithms/not-finite',
      message: expect.stringMatching(/lower learningRate/),
    });
    expect(run).toMatchObject({ status: 'failed', error: { code: 'algorithms/not-finite' } });
    expect(checkpoints.length).toBeGreaterThan(1);
  });
});

describe('a run that cannot begin', () => {
  const attempt = (change: TrainConfigInput): Promise<unknown> =>
    runTraining({ config: { preset: 'default', ...change }, out: join(out, 'nowhere') });

  it.each<[TrainConfigInput, string, RegExp]>([
    [{ env: 'Pendulum-v1', algo: 'dqn' }, 'algorithms/unsupported-action-space', /dqn needs a Discrete action space/],
    [{ env: 'Pendulum-v1', algo: 'qrdqn' }, 'algorithms/unsupported-action-space', /Learn with ppo or a2c/],
    [{ env: 'CartPole-v1', algo: 'ppo', set: { useSde: true } }, 'algorithms/invalid-hyperparameter', /useSde of ppo/],
    [
      { env: 'CartPole-v1', algo: 'ars', set: { nDelta: 0 } },
      'algorithms/invalid-hyperparameter',
      /nDelta of ars .* it is 0/,
    ],
    [{ env: 'CartPole-v1', algo: 'a2c', set: { rmsPropEps: -1 } }, 'algorithms/invalid-hyperparameter', /it is -1/],
    [{ env: 'CartPole-v1', algo: 'dqn', set: { tau: 1.5 } }, 'algorithms/invalid-hyperparameter', /tau of dqn .* 1\.5/],
  ])('%j is refused with %s', async (config, code, message) => {
    await expect(attempt(config)).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
    await expect(openRecord(projectFolder(join(out, 'nowhere')), { readOnly: true })).rejects.toMatchObject({
      code: 'tracking/no-store',
    });
  });
});
