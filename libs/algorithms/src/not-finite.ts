import { CartwheelError } from '@cartwheel/async-guard';
import type { VectorEnv, VectorStep } from '@cartwheel/envs';

/** Refuses NaN and ±Infinity in observations `[numEnvs, flatSize]`. Throws `algorithms/not-finite`. */
export function checkObservations(env: VectorEnv, observations: Float32Array, timesteps: number): void {
  for (let i = 0; i < env.numEnvs; i++) checkObservation(env, observations, i, timesteps);
}

/** Refuses NaN and ±Infinity in what a step gave. Throws `algorithms/not-finite`. */
export function checkStep(env: VectorEnv, step: VectorStep, timesteps: number): void {
  for (let i = 0; i < env.numEnvs; i++) {
    if (!Number.isFinite(step.rewards[i])) throw badReward(env, step.rewards[i], i, timesteps);
    checkObservation(env, step.observations, i, timesteps);
    const hasEnded = step.terminated[i] === 1 || step.truncated[i] === 1;
    if (hasEnded) checkObservation(env, step.finalObservations, i, timesteps);
  }
}

function checkObservation(env: VectorEnv, observations: Float32Array, envIndex: number, timesteps: number): void {
  const size = env.observationSpace.flatSize;
  for (let j = 0; j < size; j++) {
    const value = observations[envIndex * size + j];
    if (Number.isFinite(value)) continue;
    const name = `observation[${j}] of environment ${envIndex} of ${env.id}`;
    throw notFinite(name, value, timesteps, 'Check what its reset() and step() compute.');
  }
}

function badReward(env: VectorEnv, reward: number, envIndex: number, timesteps: number): CartwheelError {
  const name = `the reward of environment ${envIndex} of ${env.id}`;
  return notFinite(name, reward, timesteps, 'Check what its step() gives as reward.');
}

/** Refuses a loss that is NaN or ±Infinity. Throws `algorithms/not-finite`. */
export function checkLoss(name: string, value: number, timesteps: number, learningRate: number): void {
  if (Number.isFinite(value)) return;
  const advice = `Learning diverged: lower learningRate (now ${learningRate}) or maxGradNorm, or scale the rewards down.`;
  throw notFinite(name, value, timesteps, advice);
}

function notFinite(name: string, value: number, timesteps: number, advice: string): CartwheelError {
  return new CartwheelError(
    'algorithms/not-finite',
    `${name} must be a finite number; at timestep ${timesteps} it is ${value}. ${advice}`,
  );
}
