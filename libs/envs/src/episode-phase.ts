import { CartwheelError } from '@cartwheel/async-guard';

/** Where an environment stands: an episode can be stepped only while it runs. */
export type EpisodePhase = 'new' | 'running' | 'ended';

export function isEpisodePhase(value: unknown): value is EpisodePhase {
  return value === 'new' || value === 'running' || value === 'ended';
}

/** Throws `envs/reset-needed` unless the episode is running. */
export function requireRunning(id: string, phase: EpisodePhase): void {
  if (phase === 'running') return;
  const reason = phase === 'new' ? 'was not reset yet' : 'is at the end of an episode';
  throw new CartwheelError(
    'envs/reset-needed',
    `step() expects a running episode, but ${id} ${reason}: call reset() first.`,
  );
}
