import { expect, it } from '@jest/globals';
import { makeEnv } from '@cartwheel/envs';
import { factoryOf } from './factory-of.ts';

const origin = { file: '/my-env.ts', name: undefined, registered: [] };
const cartPole = (): unknown => makeEnv('CartPole-v1');
const pendulum = (): unknown => makeEnv('Pendulum-v1');

it.each([
  ['the default export', { default: cartPole, createOther: pendulum }, origin],
  ['the only factory', { createEnv: cartPole, VERSION: 3 }, origin],
  ['the only id that was registered', {}, { ...origin, registered: ['CartPole-v1'] }],
  ['the export that was named', { one: pendulum, two: cartPole, default: pendulum }, { ...origin, name: 'two' }],
  ['the id that was named', {}, { ...origin, registered: ['Pendulum-v1', 'CartPole-v1'], name: 'CartPole-v1' }],
])('takes %s', (_, module, of) => {
  expect(factoryOf(module, of)().id).toBe('CartPole-v1');
});

it.each([
  ['several factories', { one: cartPole, two: pendulum }, origin, /found one, two; \/my-env\.ts#name/],
  ['no factory', { VERSION: 3 }, origin, /found neither/],
  ['another name', { one: cartPole }, { ...origin, name: 'two' }, /named two, but found one/],
  ['what is no environment', { default: () => ({ reset() {} }) }, origin, /must give an environment/],
])('refuses %s', (_, module, of, message) => {
  expect(() => factoryOf(module, of)).toThrow(
    expect.objectContaining({ code: 'session/invalid-env-file', message: expect.stringMatching(message) }),
  );
});
