import { expect, it } from '@jest/globals';
import { upgradeState, upgradeTo, type Upgrade } from './upgrade-state.ts';

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

it.each([{ schemaVersion: 3 }, { schemaVersion: 'one' }, { schemaVersion: '1' }, {}, null, 'text', 7])(
  'leaves %p as it is',
  (wire) => {
    expect(upgradeTo(3, upgrades, wire)).toBe(wire);
  },
);

it('refuses what a newer Cartwheel wrote', () => {
  expect(() => upgradeTo(3, upgrades, { schemaVersion: 4 })).toThrow(
    expect.objectContaining({ code: 'experiment-state/newer-version' }),
  );
});

it('says which versions it reads, which came, and what to do', () => {
  expect(() => upgradeState({ schemaVersion: 9 })).toThrow(
    expect.objectContaining({
      message:
        'Expected a document of schema version 2 or older, received version 9. ' +
        'It was written by a newer Cartwheel and is left as it is: update Cartwheel to read it.',
      issues: [{ path: 'schemaVersion', expected: 'at most 2', received: '9' }],
    }),
  );
});

it('gives an error of version 1 its causes, none; a state without an error has none after it either', () => {
  const error = { code: 'c', message: 'm' };
  expect(upgradeState({ schemaVersion: 1, error })).toEqual({ schemaVersion: 2, error: { ...error, causes: [] } });
  for (const none of [null, undefined, 'text']) {
    expect(upgradeState({ schemaVersion: 1, error: none })).toEqual({ schemaVersion: 2, error: none });
  }
});

it('goes no further than it is asked to', () => {
  const wire = { schemaVersion: 1 };
  expect(upgradeTo(1, upgrades, wire)).toBe(wire);
});

it('leaves a version that nothing upgrades as it is, to be refused', () => {
  const wire = { schemaVersion: 0 };
  expect(upgradeTo(3, upgrades, wire)).toBe(wire);
});
