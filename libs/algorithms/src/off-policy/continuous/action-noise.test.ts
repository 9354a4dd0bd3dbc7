import { createGenerator } from '@cartwheel/random';
import { describe, expect, it } from '@jest/globals';
import { createActionNoise, type ActionNoise, type ActionNoiseKind } from './action-noise.ts';

function create(kind: ActionNoiseKind, std: number): ActionNoise {
  const noise = createActionNoise({ kind, std, rows: 2, size: 2 });
  if (noise === undefined) throw new Error('There should be noise.');
  return noise;
}

describe('action noise', () => {
  it('is none where none is wanted', () => {
    expect(createActionNoise({ kind: 'none', std: 1, rows: 1, size: 1 })).toBeUndefined();
  });

  it('is independent normals of the deviation that is asked for', () => {
    const noise = create('normal', 0.1);
    const random = createGenerator(0);
    const drawn = Array.from({ length: 2_000 }, () => {
      const actions = new Float32Array(4);
      noise.addTo(actions, random);
      return [...actions];
    }).flat();

    expect(Math.sqrt(drawn.reduce((sum, x) => sum + x * x, 0) / drawn.length)).toBeCloseTo(0.1, 2);
  });

  it('goes on from step to step as Ornstein and Uhlenbeck have it, and anew with each episode', () => {
    const noise = create('ornstein-uhlenbeck', 0.5);
    const random = createGenerator(0);
    const reference = createGenerator(0);
    const expected = [0, 0, 0, 0];
    for (let step = 0; step < 5; step++) {
      const actions = new Float32Array(4);
      noise.addTo(actions, random);
      expected.forEach((x, i) => {
        expected[i] = x - 0.15 * x * 0.01 + 0.5 * 0.1 * reference.standardNormal();
      });
      expect([...actions]).toEqual(expected.map((x) => expect.closeTo(x, 6)));
    }
    noise.ended(1);
    expect([...noise.state]).toEqual([expect.closeTo(expected[0], 9), expect.closeTo(expected[1], 9), 0, 0]);
  });

  it('leaves actions within their bounds', () => {
    const actions = Float32Array.of(0.9, -0.9, 0.9, -0.9);
    create('normal', 50).addTo(actions, createGenerator(0));
    expect(actions.every((action) => Math.abs(action) === 1)).toBe(true);
  });
});
