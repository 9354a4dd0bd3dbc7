import { Box, createVectorEnv, Discrete, MultiDiscrete } from '@cartwheel/envs';
import { createGenerator } from '@cartwheel/random';
import { createJsEngine } from '@cartwheel/nn';
import { describe, expect, it, jest } from '@jest/globals';
import { IdentityEnv, MaskedIdentityEnv } from '../../tests/identity-env.ts';
import { ARS, type ArsOptions } from './ars.ts';
import { RandomDirections } from './random-directions.ts';

const SMALL: ArsOptions = { nDelta: 2, netArch: [4], withBias: true, zeroPolicy: false, engine: createJsEngine() };

async function hashAfter(options: ArsOptions): Promise<string> {
  const model = await ARS.create('CartPole-v1', { ...SMALL, ...options });
  await model.learn({ totalTimesteps: 500 });
  return model.weightsHash();
}

describe('ARS', () => {
  it('gives the same weights for the same seed, and these since the beginning', async () => {
    expect(await hashAfter({ seed: 3 })).toBe(await hashAfter({ seed: 3 }));
    expect(await hashAfter({ seed: 4 })).not.toBe(await hashAfter({ seed: 3 }));
    expect(await hashAfter({ seed: 3 })).toBe('d167f76f26c472f0a89265608c781c53dd75db819d95e8675840fd72f3970a69');
  });

  it('starts with a linear policy of zeros without biases, which stay zeros', async () => {
    const model = await ARS.create('Pendulum-v1', { nDelta: 2 });
    const parameters = (): number[] => [...model.parameters()].flatMap(({ data }) => [...data]);
    expect(parameters()).toEqual([0, 0, 0, 0]);
    await model.learn({ totalTimesteps: 800 });

    expect(parameters().slice(0, 3)).not.toContain(0);
    expect(parameters()[3]).toBe(0);
  });

  it('plays each direction there and back, and counts steps and episodes', async () => {
    const model = await ARS.create('Pendulum-v1', { nDelta: 3, nEvalEpisodes: 2, numEnvs: 2 });
    const onEpisodeEnd = jest.fn<() => void>();
    const onUpdate = jest.fn<(event: { statistics: Record<string, number> }) => void>();
    const { timesteps, updates } = await model.learn({ totalTimesteps: 1, callbacks: [{ onEpisodeEnd, onUpdate }] });

    expect({ timesteps, updates }).toEqual({ timesteps: 6 * 2 * 200, updates: 1 });
    expect(onEpisodeEnd).toHaveBeenCalledTimes(12);
    expect(onUpdate.mock.calls[0][0].statistics).toMatchObject({
      delta_std: 0.05,
      learning_rate: 0.02,
      return_std: expect.any(Number),
      step_size: expect.any(Number),
    });
  });

  it('goes on in the middle of an update where it was stopped', async () => {
    const whole = await ARS.create('CartPole-v1', SMALL);
    await whole.learn({ totalTimesteps: 300 });
    const halves = await ARS.create('CartPole-v1', SMALL);
    await halves.learn({
      totalTimesteps: 300,
      callbacks: [{ onStep: ({ timesteps }) => (timesteps === 25 ? { stop: 'enough' } : undefined) }],
    });
    const before = halves.weightsHash();
    await halves.learn({ totalTimesteps: 275 });

    expect(before).toBe((await ARS.create('CartPole-v1', SMALL)).weightsHash());
    expect(halves.weightsHash()).toBe(whole.weightsHash());
  });

  it('lets all candidates of an update begin alike where it is told so', async () => {
    const vector = createVectorEnv('Pendulum-v1', { numEnvs: 2 });
    const reset = jest.spyOn(vector, 'reset');
    const model = await ARS.create(vector, { nDelta: 2, nEvalEpisodes: 2, commonStarts: true });
    await model.learn({ totalTimesteps: 2 * 4 * 2 * 200 });
    // Beside the reset before the first update.
    const seeds = reset.mock.calls.slice(1).map(([options]) => options?.seed);

    expect(seeds).toEqual([...Array<unknown>(4).fill(seeds[0]), ...Array<unknown>(4).fill(seeds[4])]);
    expect(seeds).not.toContain(undefined);
    expect(seeds[4]).not.toBe(seeds[0]);
  });

  it('goes on with the same starts in the middle of an update', async () => {
    const options: ArsOptions = { ...SMALL, commonStarts: true };
    const whole = await ARS.create('CartPole-v1', options);
    await whole.learn({ totalTimesteps: 300 });
    const halves = await ARS.create('CartPole-v1', options);
    await halves.learn({
      totalTimesteps: 300,
      callbacks: [{ onStep: ({ timesteps }) => (timesteps === 25 ? { stop: 'enough' } : undefined) }],
    });
    await halves.learn({ totalTimesteps: 275 });

    expect(halves.weightsHash()).toBe(whole.weightsHash());
  });

  it('squashes actions into the bounds of a Box, or clips them', async () => {
    const space = new Box({ low: [-1, 0], high: [1, 10] });
    const create = (squashOutput: boolean): Promise<ARS> =>
      ARS.create(() => new IdentityEnv(space), { squashOutput, zeroPolicy: false, netArch: [], seed: 5 });
    const observation = Float32Array.of(1000, 1000);
    const squashed = (await create(true)).predict(observation) as Float32Array;
    const clipped = (await create(false)).predict(observation) as Float32Array;
    const zero = (await create(true)).predict(Float32Array.of(0, 0));

    expect(squashed).toEqual(clipped);
    expect(zero).toEqual(Float32Array.of(0, 5));
  });

  it('never takes an action that is masked', async () => {
    const model = await ARS.create(() => new MaskedIdentityEnv(new Discrete(6)), { nDelta: 2 });

    await expect(model.learn({ totalTimesteps: 1_000 })).resolves.toMatchObject({ outcome: 'completed' });
  });

  it('warns of more directions to go by than are tried', async () => {
    const onWarning = jest.fn<(message: string) => void>();
    await ARS.create(() => new IdentityEnv(new MultiDiscrete([2, 2])), { nDelta: 2, nTop: 3, onWarning });

    expect(onWarning).toHaveBeenCalledWith(expect.stringContaining('nTop 3 is larger than nDelta 2'));
  });

  it('subtracts the bonus for being alive', async () => {
    const vector = createVectorEnv('CartPole-v1', { numEnvs: 1 });
    const model = await ARS.create(vector, { nDelta: 2, aliveBonusOffset: -1 });
    const before = model.weightsHash();
    await model.learn({ totalTimesteps: 200 });

    // Each step of CartPole gives 1: without it no direction is better than another.
    expect(model.weightsHash()).toBe(before);
  });
});

describe('the update of ARS', () => {
  it('is that of SB3-contrib, written plainly', () => {
    const [count, size, top] = [4, 5, 2];
    const directions = new RandomDirections(count, size);
    const random = createGenerator(2);
    directions.draw(random);
    directions.returns.set([3, -1, 7, 2, 1, 4, 6.5, 2]);
    const free = Int32Array.of(0, 1, 3, 4, 5);
    const start = Float32Array.from({ length: 7 }, () => random.standardNormal());
    const weights = start.slice();
    const { stepSize, std } = directions.move(weights, free, 0.02, top);

    // The best of (3, 1), (−1, 4), (7, 6.5), (2, 2) by the better of both: the third and the second.
    const chosen = [7, -1, 6.5, 4];
    const mean = chosen.reduce((sum, value) => sum + value, 0) / 4;
    const deviation = Math.sqrt(chosen.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 3);
    expect(std).toBeCloseTo(deviation, 12);
    expect(stepSize).toBeCloseTo(0.02 / (top * deviation), 8);
    const expected = start.slice();
    free.forEach((place, i) => {
      const slope = 0.5 * directions.deltas[2 * size + i] - 5 * directions.deltas[size + i];
      expected[place] += (0.02 / (top * deviation)) * slope;
    });
    expect([...weights]).toEqual([...expected].map((value) => expect.closeTo(value, 5)));
    expect(weights[2]).toBe(start[2]);
  });

  it('tries each direction to both sides', () => {
    const directions = new RandomDirections(2, 2);
    directions.deltas.set([1, 2, 3, 4]);
    const base = Float32Array.of(10, 20, 30);
    const free = Int32Array.of(0, 2);
    const candidates = [0, 1, 2, 3].map((index) => {
      const target = new Float32Array(3);
      directions.writeCandidate(index, base, free, 0.5, target);
      return [...target];
    });

    expect(candidates).toEqual([
      [10.5, 20, 31],
      [11.5, 20, 32],
      [9.5, 20, 29],
      [8.5, 20, 28],
    ]);
  });
});
