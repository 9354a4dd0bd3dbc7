import type { EnvSnapshot } from '@cartwheel/envs';

/** The numbers that are an environment's whole state, below its wrappers; undefined where it is more than numbers. */
export function stateIn(snapshot: EnvSnapshot): readonly number[] | undefined {
  const { state, env } = snapshot;
  if (isNumbers(state)) return state;
  return isSnapshot(env) ? stateIn(env) : undefined;
}

/** The same snapshot with another state. */
export function withState(snapshot: EnvSnapshot, state: readonly number[]): EnvSnapshot {
  if (isNumbers(snapshot['state'])) return { ...snapshot, state: [...state] };
  const { env } = snapshot;
  return isSnapshot(env) ? { ...snapshot, env: withState(env, state) } : snapshot;
}

function isNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === 'number');
}

function isSnapshot(value: unknown): value is EnvSnapshot {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
