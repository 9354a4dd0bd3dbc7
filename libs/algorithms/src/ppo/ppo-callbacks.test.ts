import { Discrete } from '@cartwheel/envs';
import { describe, expect, it, jest } from '@jest/globals';
import { createNanWatch } from '@cartwheel/callbacks';
import { IdentityEnv } from '../../tests/identity-env.ts';
import { PPO, type PpoOptions } from './ppo.ts';

const SMALL: PpoOptions = { nSteps: 16, batchSize: 32, nEpochs: 2, numEnvs: 4, netArch: [8] };

const identity = (): IdentityEnv => new IdentityEnv(new Discrete(4));

describe('the callbacks of PPO', () => {
  it('are told in the order of the lifecycle', async () => {
    const told: string[] = [];
    const tell = ({ type }: { type: string }): void => void told.push(type);
    const model = await PPO.create(identity, { ...SMALL, nSteps: 50, numEnvs: 2 });

    await model.learn({
      totalTimesteps: 200,
      callbacks: [
        {
          onTrainingStart: tell,
          onRolloutStart: tell,
          onEpisodeEnd: tell,
          onRolloutEnd: tell,
          onUpdate: tell,
          onTrainingEnd: tell,
        },
      ],
    });

    expect(told).toEqual([
      'training-start',
      'rollout-start',
      'rollout-end',
      'update',
      'rollout-start',
      'episode-end',
      'episode-end',
      'rollout-end',
      'update',
      'training-end',
    ]);
  });

  it('see every parameter by the name of its layer, so that a NaN is found where it is', async () => {
    const shown: string[] = [];
    const model = await PPO.create(identity, SMALL);

    const { outcome } = await model.learn({
      totalTimesteps: 64,
      callbacks: [
        createNanWatch(),
        { onTrainingEnd: (_event, session) => void shown.push(...[...session.parameters!()].map(({ name }) => name)) },
      ],
    });

    expect(outcome).toBe('completed');
    expect(shown).toEqual(
      ['actor', 'critic'].flatMap((network) =>
        [0, 1].flatMap((layer) => [`${network}.layers.${layer}.weight`, `${network}.layers.${layer}.bias`]),
      ),
    );
  });

  it('see steps of the whole vector, and episodes with their return and length', async () => {
    const timesteps: number[] = [];
    const episodes: unknown[] = [];
    const rewards = [0, 0];
    const model = await PPO.create(identity, { ...SMALL, nSteps: 100, numEnvs: 2 });

    await model.learn({
      totalTimesteps: 200,
      callbacks: [
        {
          onStep(event) {
            timesteps.push(event.timesteps);
            event.rewards.forEach((reward, env) => void (rewards[env] += reward));
          },
          onEpisodeEnd: ({ envIndex, episodeReturn, episodeLength }, { episodes: count }) =>
            void episodes.push({ envIndex, episodeReturn, episodeLength, count }),
        },
      ],
    });

    expect(timesteps).toEqual(Array.from({ length: 100 }, (_, i) => 2 * (i + 1)));
    expect(episodes).toEqual([
      { envIndex: 0, episodeReturn: rewards[0], episodeLength: 100, count: 1 },
      { envIndex: 1, episodeReturn: rewards[1], episodeLength: 100, count: 2 },
    ]);
  });

  it('get Stable-Baselines3’s statistics with each update', async () => {
    const updates: { updates: number; statistics: Readonly<Record<string, number>> }[] = [];
    const schedules: PpoOptions = { learningRate: 'lin_0.001', clipRange: 'lin_0.2', clipRangeVf: 0.3 };
    const model = await PPO.create('CartPole-v1', { ...SMALL, ...schedules });

    await model.learn({ totalTimesteps: 128, callbacks: [{ onUpdate: (event) => void updates.push(event) }] });

    expect(updates.map((event) => event.updates)).toEqual([2, 4]);
    expect(Object.keys(updates[0].statistics).toSorted()).toEqual([
      'approx_kl',
      'clip_fraction',
      'clip_range',
      'clip_range_vf',
      'entropy_loss',
      'explained_variance',
      'learning_rate',
      'loss',
      'policy_gradient_loss',
      'value_loss',
    ]);
    expect(updates[0].statistics).toMatchObject({ learning_rate: 0.0005, clip_range: 0.1, clip_range_vf: 0.3 });
    expect(updates[1].statistics).toMatchObject({ learning_rate: 0, clip_range: 0 });
    expect(updates[0].statistics.entropy_loss).toBeCloseTo(-Math.log(2), 2);
  });

  it('stop training within a rollout, which is then not learned from', async () => {
    const onUpdate = jest.fn<() => void>();
    const model = await PPO.create('CartPole-v1', SMALL);
    const before = model.weightsHash();

    const result = await model.learn({
      totalTimesteps: 1000,
      callbacks: [{ onStep: ({ timesteps }) => (timesteps === 8 ? { stop: 'seen enough' } : undefined), onUpdate }],
    });

    expect(result).toMatchObject({ outcome: 'stopped', reason: 'seen enough', timesteps: 8, updates: 0 });
    expect(onUpdate).not.toHaveBeenCalled();
    expect(model.weightsHash()).toBe(before);
  });

  it('may be stopped from outside, also within a long update', async () => {
    const model = await PPO.create('CartPole-v1', { ...SMALL, nEpochs: 1_000_000 });
    const controller = new AbortController();

    const result = await model.learn({
      totalTimesteps: 64,
      signal: controller.signal,
      callbacks: [{ onRolloutEnd: () => void setImmediate(() => controller.abort('Ctrl-C')) }],
    });

    expect(result).toMatchObject({ outcome: 'stopped', reason: 'Ctrl-C' });
  });
});
