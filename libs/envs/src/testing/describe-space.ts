import { describe, expect, it } from '@jest/globals';
import { createGenerator } from '@cartwheel/random';
import type { Space } from '../spaces/space.ts';

/** What every space must fulfil. */
export function describeSpace(name: string, createSpace: () => Space): void {
  describe(`${name} as a Space`, () => {
    it('contains what it samples', () => {
      const space = createSpace();
      const random = createGenerator(1);
      const samples = Array.from({ length: 100 }, () => space.sample(random));
      expect(samples.filter((value) => !space.contains(value))).toEqual([]);
    });

    it('contains nothing of another form', () => {
      const space = createSpace();
      const foreign = [undefined, null, Number.NaN, 'left', new Float32Array(space.flatSize + 1), { elsewhere: 1 }];
      expect(foreign.filter((value) => space.contains(value))).toEqual([]);
    });

    it('samples the same from generators of the same seed', () => {
      const space = createSpace();
      expect(space.sample(createGenerator(2))).toEqual(space.sample(createGenerator(2)));
    });

    it('flattens to as many numbers as it says, at the place it is told', () => {
      const space = createSpace();
      const target = new Float32Array(space.flatSize + 4).fill(Number.NaN);
      space.flattenInto(space.sample(createGenerator(3)), target, 2);
      const isWritten = Array.from(target, (value) => !Number.isNaN(value));
      expect(isWritten).toEqual(isWritten.map((_, i) => i >= 2 && i < 2 + space.flatSize));
    });
  });
}
