import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { everyTimesteps, type TrainingCallback } from '@cartwheel/callbacks';
import { createTurns, mainThreadMs, type TurnCost } from '@cartwheel/callbacks/testing';
import { registerEnv } from '@cartwheel/envs';
import type { TrainConfigInput } from '@cartwheel/experiment-state';
import { runTraining, type RunControl, type RunTrainingOptions } from '@cartwheel/session';
import { StandInEnv } from './stand-in-env.ts';

/** What the checkpoints of one training cost. */
interface Trained {
  /** How long training stood still at safe points, those with a checkpoint and the others, in milliseconds. */
  heldUpMs: { withCheckpoint: number[]; without: number[] };
  /** The most that the run's folder held at any checkpoint, in bytes. */
  bytesOnDisk: number;
}

/** On one thread: what a second one takes over is no time of the one that trains, and it takes over what it can at the moment. */
const PPO: TrainConfigInput = {
  env: 'CartPole-v1',
  algo: 'ppo',
  preset: 'tuned',
  steps: 100_000,
  threads: 1,
  evalEpisodes: 0,
};
const WANTED_EVERY = 10_000;
/** Trainings with checkpoints as often as wanted: they tell how long one holds training up. */
const ROUNDS_AS_WANTED = 4;
/**
 * As often as wanted is too cheap to be told from noise: stretches with one every 1,024 steps, and stretches without. They take
 * most of a second: of shorter ones, some of the cost falls into those without.
 */
const STRETCH = 20_480;
const OFTEN_EVERY = 1_024;
/** The last part of a stretch has none, so that what is written in the background is done within it. */
const PER_STRETCH = STRETCH / OFTEN_EVERY - 1;
const STRETCHES = 180;

/** PPO on CartPole: the share of training that a checkpoint every 10,000 steps takes. */
export async function measurePpo(): Promise<Record<string, number>> {
  const { share, standardError, withoutMs, stretches } = await measureInTurns();
  const percentOf = (ofStretch: number): number => (100 * ofStretch * STRETCH) / PER_STRETCH / WANTED_EVERY;
  const held: number[] = [];
  for (let round = 0; round < ROUNDS_AS_WANTED; round++) {
    held.push(...(await train({ ...PPO, checkpointEvery: WANTED_EVERY })).heldUpMs.withCheckpoint);
  }
  return {
    sharePercent: percentOf(share),
    standardErrorPercent: percentOf(standardError),
    msEach: (share * withoutMs) / PER_STRETCH,
    measured: stretches * PER_STRETCH,
    heldUpMsMedian: median(held),
    heldUpMsMost: Math.max(...held),
    checkpoints: held.length,
  };
}

/** Of the processor's time of the thread that trains. */
async function measureInTurns(): Promise<TurnCost> {
  let control: RunControl | undefined;
  let isOn = false;
  const turns = createTurns({
    everySteps: STRETCH,
    onTurn: (next) => void (isOn = next),
    clocks: { processor: mainThreadMs },
  });
  const taken: Promise<unknown>[] = [];
  const often = everyTimesteps(OFTEN_EVERY);
  const takeOften: TrainingCallback = {
    onSafePoint({ timesteps }) {
      const isLast = timesteps % STRETCH >= STRETCH - OFTEN_EVERY;
      if (often.isDue(timesteps) && isOn && !isLast && control !== undefined) taken.push(control.checkpoint());
    },
  };
  const config = { ...PPO, steps: STRETCHES * STRETCH, checkpointSeconds: 0 };
  await train(config, { callbacks: [turns.callback, takeOften], onControl: (given) => void (control = given) });
  await Promise.all(taken);
  const cost = turns.cost('processor');
  if (taken.length < cost.stretches * PER_STRETCH) throw new Error(`there were only ${taken.length} checkpoints`);
  return cost;
}

const TRANSITIONS = 1_000_000;
const ROW_BYTES = 4 * (17 + 17 + 6 + 3);

/**
 * SAC with a replay buffer of 10^6 transitions of HalfCheetah's shapes, filled with random actions once and a half over,
 * and then learned from; a checkpoint every two seconds.
 */
export async function measureSac(): Promise<Record<string, number>> {
  registerEnv('stand-in', () => new StandInEnv());
  const { heldUpMs, bytesOnDisk } = await train({
    env: 'stand-in',
    algo: 'sac',
    preset: 'default',
    steps: 1.5 * TRANSITIONS + 4_000,
    set: { bufferSize: TRANSITIONS, learningStarts: 1.5 * TRANSITIONS },
    checkpointSeconds: 2,
    evalEpisodes: 0,
  });
  return {
    heldUpMsMedian: median(heldUpMs.withCheckpoint),
    heldUpMsMost: Math.max(...heldUpMs.withCheckpoint),
    heldUpMsMostWithout: heldUpMs.without.reduce((most, ms) => Math.max(most, ms), 0),
    checkpoints: heldUpMs.withCheckpoint.length,
    megabytesInMemory: (TRANSITIONS * ROW_BYTES) / 1e6,
    megabytesOnDiskMost: bytesOnDisk / 1e6,
  };
}

async function train(
  config: TrainConfigInput,
  { callbacks = [], onControl }: Pick<RunTrainingOptions, 'callbacks' | 'onControl'> = {},
): Promise<Trained> {
  const out = mkdtempSync(join(tmpdir(), 'cartwheel-cost-'));
  const steps = new Set<number>();
  const gaps: [timesteps: number, ms: number][] = [];
  let bytesOnDisk = 0;
  let last = performance.now();
  const note = (): void => {
    last = performance.now();
  };
  const watch = {
    onStep: note,
    onUpdate: note,
    onEpisodeEnd: note,
    // Told after the session, which has taken its checkpoint by then.
    onSafePoint: ({ timesteps }: { timesteps: number }) => void gaps.push([timesteps, performance.now() - last]),
  };
  try {
    await runTraining({
      config,
      out,
      callbacks: [watch, ...callbacks],
      ...(onControl === undefined ? {} : { onControl }),
      onEvent(event) {
        if (event.event !== 'checkpoint') return;
        steps.add(event.timesteps);
        if (config.algo === 'sac') bytesOnDisk = Math.max(bytesOnDisk, sizeOf(join(out, 'runs')));
      },
    });
    const of = (isCheckpoint: boolean): number[] =>
      gaps.filter(([timesteps]) => steps.has(timesteps) === isCheckpoint).map(([, ms]) => ms);
    return { heldUpMs: { withCheckpoint: of(true), without: of(false) }, bytesOnDisk };
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

function sizeOf(dir: string): number {
  const files = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}
