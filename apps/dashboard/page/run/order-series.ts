/** What people look at first comes first; what else there is follows by name. */
const GROUPS = ['rollout/ep_rew_mean', 'rollout/', 'eval/', 'train/', 'time/', 'system/'];

/** Orders entries by the group of their series' name, then as they are. */
export function orderSeries<Entry extends readonly [key: string, ...rest: unknown[]]>(
  entries: Iterable<Entry>,
): Entry[] {
  return [...entries].toSorted(([a], [b]) => groupOf(a) - groupOf(b));
}

function groupOf(key: string): number {
  const group = GROUPS.findIndex((prefix) => key.startsWith(prefix));
  return group === -1 ? GROUPS.length : group;
}
