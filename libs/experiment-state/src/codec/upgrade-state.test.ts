import { expect, it } from '@jest/globals';
import { upgradeTo, type Upgrade } from './upgrade-state.ts';

const upgrades: Record<number, Upgrade> = {
  1: (wire) => ({ ...wire, tags: [] }),
  2: (wire) => ({ ...wire, progress: { timesteps: Reflect.get(wire, 'steps') } }),
};

it('takes an old document through every version since', () => {
  expect(upgradeTo(3, upgrades, { schemaVersion: 1, steps: 5 })).toStrictEqual({
    schemaVersion: 3,
    steps: 5,
    tags: [],
    progress: { timesteps: 5 },
  });
  expect(upgradeTo(3, upgrades, { schemaVersion: 2, steps: 5 })).not.toHaveProperty('tags');
});

it.each([{ schemaVersion: 3 }, { schemaVersion: 'one' }, {}, null, 'text', 7])('leaves %p as it is', (wire) => {
  expect(upgradeTo(3, upgrades, wire)).toBe(wire);
});

it('refuses what a newer Cartwheel wrote', () => {
  expect(() => upgradeTo(3, upgrades, { schemaVersion: 4 })).toThrow(
    expect.objectContaining({ code: 'experiment-state/newer-version' }),
  );
});
