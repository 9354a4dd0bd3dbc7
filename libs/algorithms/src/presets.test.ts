import { describe, expect, it } from '@jest/globals';
import { a2c } from './a2c/a2c.ts';
import { ars } from './ars/ars.ts';
import { dqn } from './dqn/dqn.ts';
import { resolveHyperparameters } from './hyperparameters/resolve-hyperparameters.ts';
import { ppo } from './ppo/ppo.ts';
import { presetLayer } from './preset.ts';
import { qrdqn } from './qrdqn/qrdqn.ts';

const CLASSIC = ['CartPole-v1', 'MountainCar-v0', 'Acrobot-v1'];
const CONTINUOUS = ['Pendulum-v1', 'MountainCarContinuous-v0', 'LunarLanderContinuous-v3', 'BipedalWalker-v3'];

/** The cells of RL-Zoo's benchmark. */
describe.each([
  [ppo, [...CLASSIC, 'LunarLander-v3', ...CONTINUOUS]],
  [a2c, [...CLASSIC, 'LunarLander-v3', ...CONTINUOUS]],
  [dqn, [...CLASSIC, 'LunarLander-v3']],
  [qrdqn, [...CLASSIC, 'LunarLander-v3']],
  [ars, [...CLASSIC, 'LunarLander-v3', 'Pendulum-v1', 'MountainCarContinuous-v0', 'LunarLanderContinuous-v3']],
])('the presets of $name', ({ name, hyperparameters, presets }, envIds) => {
  it.each(envIds)('have %s, with values that the algorithm takes', (envId) => {
    const layer = presetLayer(presets, envId);

    expect(presets[envId].totalTimesteps).toBeGreaterThanOrEqual(20_000);
    expect(resolveHyperparameters<object>(name, hyperparameters, [layer])).toMatchObject({ numEnvs: layer.numEnvs });
  });
});

it('lets the candidates of ARS begin alike wherever RL-Zoo trained in several processes', () => {
  const alike = Object.keys(ars.presets).filter((envId) => presetLayer(ars.presets, envId)['commonStarts'] === true);

  expect(alike).toEqual(Object.keys(ars.presets).filter((envId) => envId !== 'CartPole-v1'));
});
