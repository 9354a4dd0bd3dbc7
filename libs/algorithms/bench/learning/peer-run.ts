import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { RunKey, RunResult } from './results.ts';

/** A Python with `pip install stable-baselines3 sb3-contrib`. */
const python = process.env['CARTWHEEL_PYTHON'] ?? 'python3';

/** Cells whose hyperparameters stable_baselines3_run.py has: those that the curves show, and those where
 * RL-Zoo's figure is better than ours. */
const PEER_CELLS: ReadonlySet<string> = new Set([
  'ppo CartPole-v1',
  'a2c CartPole-v1',
  'ppo Acrobot-v1',
  'a2c Acrobot-v1',
  'ppo Pendulum-v1',
  'ppo MountainCarContinuous-v0',
  'ars Acrobot-v1',
  'ars MountainCar-v0',
  'ars Pendulum-v1',
  'ars MountainCarContinuous-v0',
  'a2c MountainCar-v0',
  'qrdqn Acrobot-v1',
  'dqn MountainCar-v0',
  'qrdqn MountainCar-v0',
  'a2c LunarLander-v3',
  'dqn LunarLander-v3',
  'sac MountainCarContinuous-v0',
  'tqc MountainCarContinuous-v0',
  'sac Pendulum-v1',
  'td3 Pendulum-v1',
]);

export function isPeerCell({ algorithm, envId }: Pick<RunKey, 'algorithm' | 'envId'>): boolean {
  return PEER_CELLS.has(`${algorithm} ${envId}`);
}

/** Trains Stable-Baselines3 in the same cell, with one thread. */
export function trainPeerRun({ algorithm, envId, seed, timesteps }: RunKey): RunResult {
  const script = fileURLToPath(new URL('stable_baselines3_run.py', import.meta.url));
  const { stdout, stderr, status } = spawnSync(python, [script, algorithm, envId, String(seed), String(timesteps)], {
    encoding: 'utf8',
  });
  const result: unknown = status === 0 ? JSON.parse(stdout.trim().split('\n').at(-1) ?? '') : undefined;
  if (isRunResult(result)) return result;
  throw new Error(`Stable-Baselines3 failed by ${python} (set CARTWHEEL_PYTHON): ${stderr.slice(-2000)}`);
}

/** Only the form: the script is this folder's. */
function isRunResult(value: unknown): value is RunResult {
  return typeof value === 'object' && value !== null && 'meanReturn' in value && 'curve' in value;
}
