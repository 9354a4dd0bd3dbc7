import { expect, it } from '@jest/globals';
import { DroneEnv } from '../tests/drone-env.ts';
import { envIds, makeEnv, registerEnv } from './registry.ts';

it('makes a new CartPole with its time limit at each call', () => {
  const env = makeEnv('CartPole-v1');
  expect(env).toMatchObject({ id: 'CartPole-v1', maxEpisodeSteps: 500, rewardThreshold: 475 });
  expect(makeEnv('CartPole-v1')).not.toBe(env);
});

it.each(['CartPole-v0', 'cartpole', 'Cart-Pole-v1'])('names the nearest environment for %s', (id) => {
  expect(() => makeEnv(id)).toThrow(
    expect.objectContaining({
      code: 'envs/unknown-env',
      message: `There is no environment "${id}". Did you mean "CartPole-v1"? Known are ${envIds().join(', ')}; registerEnv() adds one.`,
    }),
  );
});

it('makes what was registered, until it is taken away', () => {
  const unregister = registerEnv('Drone-v0', () => new DroneEnv());
  expect(envIds()).toContain('Drone-v0');
  expect(makeEnv('Drone-v0').id).toBe('Drone-v0');
  expect(() => makeEnv('Dron-v1')).toThrow('Did you mean "Drone-v0"?');

  unregister();
  expect(envIds()).not.toContain('Drone-v0');
  expect(() => makeEnv('Drone-v0')).toThrow(expect.objectContaining({ code: 'envs/unknown-env' }));
});

it('does not let one environment take the place of another', () => {
  expect(() => registerEnv('CartPole-v1', () => new DroneEnv())).toThrow(
    expect.objectContaining({
      code: 'envs/duplicate-env',
      message:
        'An environment "CartPole-v1" is registered already: choose another id, such as one of a higher version.',
    }),
  );
});

it('takes away what it registered, and not what another registered since', () => {
  const first = registerEnv('Drone-v0', () => new DroneEnv());
  first();
  const second = registerEnv('Drone-v0', () => new DroneEnv());
  first();
  expect(envIds()).toContain('Drone-v0');
  second();
});

it('knows Gymnasium’s environments, with their limits', () => {
  expect(envIds().map((id) => [id, makeEnv(id).maxEpisodeSteps])).toEqual(
    expect.arrayContaining([
      ['Acrobot-v1', 500],
      ['BipedalWalker-v3', 1600],
      ['BipedalWalkerHardcore-v3', 2000],
      ['CartPole-v1', 500],
      ['LunarLander-v3', 1000],
      ['LunarLanderContinuous-v3', 1000],
      ['MountainCar-v0', 200],
      ['MountainCarContinuous-v0', 999],
      ['Pendulum-v1', 200],
    ]),
  );
});

it('tells ids in order, not as they were registered', () => {
  const takeAway = registerEnv('Aardvark-v0', () => new DroneEnv());
  const ids = envIds();
  takeAway();
  expect(ids).toEqual(ids.toSorted());
  expect(ids[0]).toBe('Aardvark-v0');
});
