import { afterEach, describe, expect, it } from '@jest/globals';
import type { LearnerState } from '../checkpoint/learner-state.ts';
import type { Algorithm } from '../algorithm.ts';
import { copyState } from './copy-state.ts';
import { recordEvents } from './record-events.ts';
import { openModel, type ModelSpec, type OpenModel } from './resumable-model.ts';

/** Which learner is resumed, and on what. */
export interface DescribeResumeOptions extends ModelSpec {
  /** Environment steps of the whole training; some seconds at most. */
  totalTimesteps: number;
  /** Steps after which a checkpoint is taken and gone on from; each at the first safe point there. Default: four, spread. */
  checkpointsAt?: readonly number[];
  /** Gradient steps in which training is told to stop, to go on from there. Default: 1 and 7. */
  stopsAt?: readonly number[];
}

interface Whole {
  readonly events: readonly string[];
  readonly weightsHash: string;
}

/** What is left of a training after its first `seen` events. */
function after(seen: number, { events, weightsHash }: Whole): Whole {
  return { events: events.slice(seen), weightsHash };
}

/** Shares of the training, no round ones: within rollouts, within episodes, at the last step. */
const SHARES = [0.113, 0.5, 0.939, 1];

/**
 * That a learner goes on to the bit from a checkpoint: a fresh model that is given the state of any safe point tells the
 * same events and ends with the same weights as the training that was never interrupted.
 */
export function describeResume(name: string, options: DescribeResumeOptions): void {
  const { totalTimesteps, stopsAt = [1, 7] } = options;
  const { checkpointsAt = SHARES.map((share) => Math.floor(share * totalTimesteps)) } = options;
  const opened: OpenModel[] = [];

  async function create(onGradientStep?: (step: number) => void): Promise<Algorithm> {
    const open = await openModel(options, onGradientStep);
    opened.push(open);
    return open.model;
  }

  async function learnWhole(): Promise<Whole> {
    const model = await create();
    const { events, callback } = recordEvents();
    await model.learn({ untilTimesteps: totalTimesteps, callbacks: [callback] });
    return { events, weightsHash: model.weightsHash() };
  }

  /** What a fresh model that is given `state` still tells, and its weights at the end. */
  async function goOn(state: LearnerState): Promise<Whole> {
    const model = await create();
    model.writeState(state);
    const { events, callback } = recordEvents();
    await model.learn({ untilTimesteps: totalTimesteps, callbacks: [callback] });
    return { events, weightsHash: model.weightsHash() };
  }

  afterEach(() => {
    for (const open of opened.splice(0)) open.close();
  });

  describe(`${name}, resumed`, () => {
    let whole: Promise<Whole> | undefined;
    const uninterrupted = (): Promise<Whole> => (whole ??= learnWhole());

    it('goes on to the bit from a checkpoint before the first step', async () => {
      expect(await goOn(copyState((await create()).readState()))).toEqual(await uninterrupted());
    });

    it.each(checkpointsAt)('goes on to the bit from a checkpoint at step %d, which disturbs nothing', async (step) => {
      const model = await create();
      const { events, callback } = recordEvents();
      const taken: { state: LearnerState; seen: number }[] = [];
      const take = {
        onSafePoint: ({ timesteps }: { timesteps: number }) => {
          if (timesteps < step || taken.length > 0) return;
          taken.push({ state: copyState(model.readState()), seen: events.length });
        },
      };
      await model.learn({ untilTimesteps: totalTimesteps, callbacks: [callback, take] });
      expect({ events, weightsHash: model.weightsHash() }).toEqual(await uninterrupted());
      expect(taken).toHaveLength(1);
      for (const { state, seen } of taken) expect(await goOn(state)).toEqual(after(seen, await uninterrupted()));
    });

    // A learner without gradients has none to be stopped in.
    if (stopsAt.length > 0) {
      it.each(stopsAt)('goes on to the bit where it was stopped in gradient step %d', async (gradientStep) => {
        const controller = new AbortController();
        const model = await create((step) => {
          if (step === gradientStep) controller.abort(new Error('stopped'));
        });
        const { events, callback } = recordEvents();
        await model.learn({ untilTimesteps: totalTimesteps, callbacks: [callback], signal: controller.signal });
        expect(controller.signal.aborted).toBe(true);
        expect(await goOn(copyState(model.readState()))).toEqual(after(events.length, await uninterrupted()));
      });
    }

    it('refuses the state of another', async () => {
      const state = copyState((await create()).readState());
      const rest = Object.fromEntries(Object.entries(state.parts).slice(1));
      const model = await create();
      expect(() => model.writeState({ ...state, parts: rest })).toThrow(
        expect.objectContaining({ code: 'algorithms/wrong-state' }),
      );
    });

    it('gives no state within a step', async () => {
      const model = await create();
      const codes: unknown[] = [];
      const onStep = (): void => {
        try {
          model.readState();
        } catch (error) {
          codes.push(error instanceof Error && 'code' in error ? error.code : error);
        }
      };
      await model.learn({ totalTimesteps: 1, callbacks: [{ onStep }] });
      expect(new Set(codes)).toEqual(new Set(['algorithms/not-at-safe-point']));
    });
  });
}
