import { expect, it } from '@jest/globals';
import type { SafePointEvent } from '../training-callback/training-event.ts';
import type { TrainingSession } from '../training-callback/training-session.ts';
import { createTurns, type TurnCost } from './turns.ts';

/** A training whose steps take a millisecond each, and `extra` more while it is on; drifts by `drift` a step. */
function train({ steps, extra, drift = 0 }: { steps: number; extra: (n: number) => number; drift?: number }): {
  cost: () => TurnCost;
  turns: boolean[];
} {
  let time = 0;
  let isOn = false;
  const turns: boolean[] = [];
  const measured = createTurns({
    everySteps: 100,
    warmUp: 3,
    clocks: { wall: () => time },
    onTurn(next) {
      isOn = next;
      turns.push(next);
    },
  });
  for (let timesteps = 0; timesteps <= steps; timesteps += 10) {
    void measured.callback.onSafePoint?.({ timesteps } as SafePointEvent, {} as TrainingSession);
    time += 10 * (1 + (isOn ? extra(turns.length) : 0) + drift * timesteps);
  }
  return { cost: () => measured.cost('wall'), turns };
}

it('switches in turns, and tells what the stretches with it take more', () => {
  const { cost, turns } = train({ steps: 2000, extra: () => 0.02 });
  expect(turns.slice(0, 4)).toEqual([false, true, false, true]);
  const { share, standardError, withoutMs, stretches } = cost();
  expect(share).toBeCloseTo(0.02, 10);
  expect(standardError).toBeCloseTo(0, 10);
  expect(withoutMs).toBeCloseTo(100, 10);
  // Of twenty, four are to warm up, and the last one has no neighbour behind it.
  expect(stretches).toBe(7);
});

it('does not take a machine that becomes slower for a cost', () => {
  expect(train({ steps: 2000, extra: () => 0, drift: 1e-3 }).cost().share).toBeCloseTo(0, 10);
});

it('says how far stretches scatter', () => {
  const { share, standardError } = train({ steps: 2000, extra: (n) => (n % 4 === 0 ? 0.04 : 0) }).cost();
  expect(share).toBeGreaterThan(0.01);
  expect(standardError).toBeGreaterThan(0.005);
});

it('does not count what is cold', () => {
  expect(train({ steps: 2000, extra: (n) => (n <= 4 ? 5 : 0.02) }).cost().share).toBeCloseTo(0.02, 10);
});

it('says nothing of a training that was too short', () => {
  expect(() => train({ steps: 700, extra: () => 0 }).cost()).toThrow(
    expect.objectContaining({ code: 'callbacks/too-few-stretches' }),
  );
});
