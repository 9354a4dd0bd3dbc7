import { expect, it } from '@jest/globals';
import { createGenerator } from '@cartwheel/random';
import type { Env } from '../env.ts';
import { coordinatesOf } from '../scene.ts';

export function describeRender(createEnv: () => Env): void {
  it('draws shapes in a view, and moves nothing by it', () => {
    const env = createEnv();
    env.reset({ seed: 30 });
    env.step(env.actionSpace.sample(createGenerator(30)));
    const before = JSON.stringify(env.snapshot());
    const { view, shapes } = env.render();
    const [left, bottom, right, top] = view;
    expect([left < right, bottom < top]).toEqual([true, true]);
    expect(shapes.length).toBeGreaterThan(0);
    expect(shapes.flatMap(coordinatesOf).every(Number.isFinite)).toBe(true);
    expect(JSON.stringify(env.snapshot())).toBe(before);
  });
}
