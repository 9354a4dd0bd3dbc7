import type { StepEvent } from '@cartwheel/callbacks';
import { Box, Discrete, type VectorEnv, type VectorStep } from '@cartwheel/envs';
import { createJsEngine } from '@cartwheel/nn';
import { createGenerator } from '@cartwheel/random';
import { describe, expect, it } from '@jest/globals';
import type { Algorithm } from '../algorithm.ts';
import { Categorical } from '../distributions/categorical.ts';
import { TrainingRun } from '../training/training-run.ts';
import { ActorCritic } from './actor-critic.ts';
import { RolloutBuffer } from './rollout-buffer.ts';
import { RolloutCollector } from './rollout-collector.ts';

const GAMMA = 0.9;

/** Two environments whose second step terminates the first and cuts the second; observations count upwards. */
class ScriptedVector implements VectorEnv {
  readonly id = 'Scripted-v0';
  readonly numEnvs = 2;
  readonly observationSpace = new Box({ low: -100, high: 100, shape: [1] });
  readonly actionSpace = new Discrete(2);
  readonly seeds: (number | undefined)[] = [];
  readonly #step = {
    observations: new Float32Array(2),
    rewards: new Float64Array(2),
    terminated: new Uint8Array(2),
    truncated: new Uint8Array(2),
    finalObservations: new Float32Array(2),
    infos: [{}, {}],
    finalInfos: [{}, {}],
  };
  #steps = 0;

  reset({ seed }: { seed?: number | undefined } = {}): Float32Array {
    this.seeds.push(seed);
    this.#step.observations.set([0, 0.5]);
    return this.#step.observations;
  }

  step(): VectorStep {
    const t = ++this.#steps;
    const step = this.#step;
    step.rewards.set([t, 10 * t]);
    step.terminated.set([t === 2 ? 1 : 0, 0]);
    step.truncated.set([0, t === 2 ? 1 : 0]);
    step.finalObservations.set([7, 8]);
    step.observations.set([t, t + 0.5]);
    return step;
  }

  snapshot(): Record<string, unknown> {
    return {};
  }

  restore(): void {}

  close(): void {}
}

function createCase() {
  const env = new ScriptedVector();
  const distribution = new Categorical(2, 8);
  const spec = {
    observationSize: 1,
    distribution,
    netArch: [4],
    sharedTrunk: [],
    orthoInit: true,
    activation: 'tanh',
  } as const;
  const policy = new ActorCritic(createJsEngine(), spec, createGenerator(0));
  const buffer = new RolloutBuffer({ steps: 3, envs: 2, observationSize: 1 }, distribution);
  const progress = { timesteps: 0, episodes: 0, updates: 0 };
  const collector = new RolloutCollector({ env, policy, buffer, random: createGenerator(1), progress }, 5);
  const learner: Pick<Algorithm, 'name'> = { name: 'fake' };
  const run = (callbacks: object[] = []): TrainingRun =>
    new TrainingRun(learner as Algorithm, progress, { totalTimesteps: 100, callbacks });
  const valueOf = (observation: number): number => policy.values(Float32Array.of(observation))[0];
  return { env, buffer, progress, collector, run, valueOf };
}

describe('RolloutCollector', () => {
  it('adds the value of where it stood to the last reward of an episode that was cut, not of one that terminated', async () => {
    const { buffer, collector, run, valueOf } = createCase();

    await collector.collect(run(), { gamma: GAMMA, gaeLambda: 0.95, sdeSampleFreq: -1 });

    expect([...buffer.rewards.subarray(0, 3)]).toEqual([1, 10, 2]);
    expect(buffer.rewards[3]).toBeCloseTo(20 + GAMMA * valueOf(8), 5);
    expect([...buffer.rewards.subarray(4)]).toEqual([3, 30]);
  });

  it('keeps what the policy saw, and where episodes begin', async () => {
    const { env, buffer, collector, run, valueOf } = createCase();

    await collector.collect(run(), { gamma: GAMMA, gaeLambda: 0.95, sdeSampleFreq: -1 });

    expect(env.seeds).toEqual([5]);
    expect([...buffer.observations]).toEqual([0, 0.5, 1, 1.5, 2, 2.5]);
    expect([...buffer.episodeStarts]).toEqual([1, 1, 0, 0, 1, 1]);
    expect(buffer.values[3]).toBeCloseTo(valueOf(1.5), 6);
    // The last step did not end an episode: its return is bootstrapped from the observation after it.
    expect(buffer.returns[5]).toBeCloseTo(30 + GAMMA * valueOf(3.5), 4);
  });

  it('tells of the undiscounted return, without the bootstrap', async () => {
    const { collector, run, progress } = createCase();
    const ended: unknown[] = [];
    const steps: number[] = [];

    await collector.collect(
      run([
        {
          onStep: ({ timesteps }: StepEvent) => void steps.push(timesteps),
          onEpisodeEnd: (event: object) => void ended.push(event),
        },
      ]),
      { gamma: GAMMA, gaeLambda: 0.95, sdeSampleFreq: -1 },
    );

    expect(steps).toEqual([2, 4, 6]);
    expect(ended).toMatchObject([
      { envIndex: 0, episodeReturn: 3, episodeLength: 2, timesteps: 4 },
      { envIndex: 1, episodeReturn: 30, episodeLength: 2, timesteps: 4 },
    ]);
    expect(progress).toEqual({ timesteps: 6, episodes: 2, updates: 0 });
  });

  it('goes on where the rollout before ended', async () => {
    const { env, buffer, collector, run } = createCase();
    const settings = { gamma: GAMMA, gaeLambda: 0.95, sdeSampleFreq: -1 };

    await collector.collect(run(), settings);
    collector.release();
    await collector.collect(run(), settings);

    expect(env.seeds).toEqual([5]);
    expect([...buffer.observations]).toEqual([3, 3.5, 4, 4.5, 5, 5.5]);
    expect([...buffer.episodeStarts]).toEqual([0, 0, 0, 0, 0, 0]);
  });
});
