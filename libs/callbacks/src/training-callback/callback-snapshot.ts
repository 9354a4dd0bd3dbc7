import type { CallbackSnapshot } from './training-callback.ts';

export function isRecord(snapshot: CallbackSnapshot): snapshot is { readonly [name: string]: CallbackSnapshot } {
  return typeof snapshot === 'object' && snapshot !== null && !Array.isArray(snapshot);
}

/** The numbers `names` of a snapshot; those that are missing are as in `fallback`. */
export function numbersOf<Name extends string>(
  snapshot: CallbackSnapshot,
  fallback: Readonly<Record<Name, number>>,
): Record<Name, number> {
  const found: Record<Name, number> = { ...fallback };
  for (const name in fallback) {
    const value = isRecord(snapshot) ? snapshot[name] : undefined;
    if (typeof value === 'number') found[name] = value;
  }
  return found;
}
