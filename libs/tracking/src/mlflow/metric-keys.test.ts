import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { metricKey } from './metric-keys.ts';

it('is the name, and the context behind it', () => {
  expect(metricKey('rollout/ep_rew_mean', {})).toBe('rollout/ep_rew_mean');
  expect(metricKey('eval/mean_reward', { subset: 'test', a: '1' })).toBe('eval/mean_reward/a:1/subset:test');
  expect(metricKey('größe [m]', {})).toMatch(/^gr__e _m_-[0-9a-f]{8}$/);
});

it('is one that MLflow takes, and no other series has', () => {
  const names = fc.string({ minLength: 1, maxLength: 300, unit: 'binary' });
  fc.assert(
    fc.property(names, names, (a, b) => {
      const [one, other] = [metricKey(a, {}), metricKey(b, {})];
      expect(one).toMatch(/^[\w\-. :/]{1,250}$/);
      expect(one).not.toMatch(/^\/|\/\/|\/$|^\.+$/);
      expect(one === other).toBe(a === b);
    }),
  );
});
