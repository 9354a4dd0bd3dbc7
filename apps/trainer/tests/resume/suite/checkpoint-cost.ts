import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { registerEnv } from '@cartwheel/envs';
import type { TrainConfigInput } from '@cartwheel/experiment-state';
import { runTraining } from '@cartwheel/session';
import { StandInEnv } from './stand-in-env.ts';

/** What the checkpoints of one training cost. */
interface Trained {
  /** Of the thread that trains, on a processor: what others do on the machine is not in it. */
  cpuSeconds: number;
  /** How long training stood still at safe points, those with a checkpoint and the others, in milliseconds. */
  heldUpMs: { withCheckpoint: number[]; without: number[] };
  /** The most that the run's folder held at any checkpoint, in bytes. */
  bytesOnDisk: number;
}

const PPO: TrainConfigInput = { env: 'CartPole-v1', algo: 'ppo', preset: 'tuned', steps: 100_000, evalEpisodes: 0 };
const ROUNDS = 4;
const WANTED_EVERY = 10_000;
/** As often as wanted is too cheap to be told from noise: twenty times as often, and a twentieth of what it costs. */
const OFTEN = 20;

/** PPO on CartPole: the share of training that a checkpoint every 10,000 steps takes. */
export async function measurePpo(): Promise<Record<string, number>> {
  const ratios: number[] = [];
  const held: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const never = await train({ ...PPO, checkpointSeconds: 0 });
    const often = await train({ ...PPO, checkpointEvery: WANTED_EVERY / OFTEN });
    ratios.push(often.cpuSeconds / never.cpuSeconds);
    held.push(...(await train({ ...PPO, checkpointEvery: WANTED_EVERY })).heldUpMs.withCheckpoint);
  }
  const ratio = median(ratios);
  return {
    sharePercent: (100 * (ratio - 1)) / OFTEN,
    sharePercentTwentyTimesAsOften: 100 * (ratio - 1),
    heldUpMsMedian: median(held),
    heldUpMsMost: Math.max(...held),
    checkpoints: held.length,
  };
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

async function train(config: TrainConfigInput): Promise<Trained> {
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
    const before = cpuSecondsOfThisThread();
    await runTraining({
      config,
      out,
      callbacks: [watch],
      onEvent(event) {
        if (event.event !== 'checkpoint') return;
        steps.add(event.timesteps);
        if (config.algo === 'sac') bytesOnDisk = Math.max(bytesOnDisk, sizeOf(join(out, 'runs')));
      },
    });
    const cpuSeconds = cpuSecondsOfThisThread() - before;
    const of = (isCheckpoint: boolean): number[] =>
      gaps.filter(([timesteps]) => steps.has(timesteps) === isCheckpoint).map(([, ms]) => ms);
    return { cpuSeconds, heldUpMs: { withCheckpoint: of(true), without: of(false) }, bytesOnDisk };
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

/** Linux counts each thread's time on a processor, in nanoseconds. */
function cpuSecondsOfThisThread(): number {
  const [nanoseconds = ''] = readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ');
  return Number(nanoseconds) / 1e9;
}

function sizeOf(dir: string): number {
  const files = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}
