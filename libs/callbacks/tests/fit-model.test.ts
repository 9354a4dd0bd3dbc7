import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createMemoryBroker, type ExperimentBroker } from '@cartwheel/broker';
import { openRunStore, type RunStore } from '@cartwheel/tracking';
import { fitModel } from '../examples/fit-model.ts';
import { createCheckpointCallback, createNanWatch, type TrainingCallback } from '../src/index.ts';

const dir = mkdtempSync(join(tmpdir(), 'cartwheel-fit-'));
let store: RunStore;
let broker: ExperimentBroker;

beforeAll(async () => {
  store = await openRunStore({ dir });
  broker = createMemoryBroker();
});

/** TensorFlow.js advises its native backend. */
beforeEach(() => void jest.spyOn(console, 'warn').mockReturnValue(undefined));

afterAll(async () => {
  await store.close();
  await broker.close();
  rmSync(dir, { recursive: true, force: true });
});

describe('a model of TensorFlow.js, trained with model.fit', () => {
  it('leaves the same state and the same record as a learner of ours', async () => {
    const { runId, stopReason } = await fitModel({ store, broker, epochs: 8 });
    const losses = await store.points(runId, { name: 'train/loss' });
    const state = await broker.read(runId);

    expect(stopReason).toBeUndefined();
    expect(losses.map(({ step }) => step)).toEqual(Array.from({ length: 8 }, (_, i) => (i + 1) * 256));
    expect(losses[7].value).toBeLessThan(losses[0].value / 2);
    expect(state).toMatchObject({
      status: 'finished',
      algorithm: 'tfjs-fit',
      progress: { timesteps: 2048, totalTimesteps: 2048, updates: 8 },
    });
    expect(Object.values(state?.metrics ?? {})).toContainEqual(losses[7]);
    expect(await store.run(runId)).toMatchObject({ status: 'finished', timesteps: 2048 });
  });

  it('is stopped by a callback, and writes checkpoints on the way', async () => {
    const saved: string[] = [];
    const stopper: TrainingCallback = {
      onCheckpoint: ({ path, weightsHash }) => void saved.push(path, weightsHash),
      onStep: ({ timesteps }) => (timesteps >= 512 ? { stop: 'enough' } : undefined),
    };
    const dirFor = (step: number) => join(dir, String(step));
    const checkpoint = createCheckpointCallback({ everyTimesteps: 300, dirFor });
    const { runId, stopReason } = await fitModel({ store, broker, epochs: 8, callbacks: [checkpoint, stopper] });

    expect(stopReason).toBe('enough');
    expect((await broker.read(runId))?.progress.timesteps).toBe(512);
    expect(saved).toEqual([dirFor(320), expect.stringMatching(/^[0-9a-f]{64}$/)]);
  });

  it('shows its parameters to the NaN watch', async () => {
    const names: string[] = [];
    const look: TrainingCallback = {
      onTrainingEnd: (_event, session) => void names.push(...[...session.parameters!()].map(({ name }) => name)),
    };
    const { stopReason } = await fitModel({ store, broker, epochs: 1, callbacks: [createNanWatch(), look] });

    expect(stopReason).toBeUndefined();
    expect(names).toEqual(
      ['hidden/kernel', 'hidden/bias', 'output/kernel', 'output/bias'].map((name) => expect.stringContaining(name)),
    );
  });
});
