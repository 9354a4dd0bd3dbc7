/**
 * The key of a metric series, the same whatever the order of the context's keys: `rollout/ep_rew_mean`, or
 * `eval/mean_reward{"subset":"test"}` with a context. Two different series never share one.
 */
export function seriesKey(name: string, context: Readonly<Record<string, string>> = {}): string {
  const escaped = name.replace(/[\\{]/g, String.raw`\$&`);
  const pairs = Object.entries(context)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`);
  return pairs.length === 0 ? escaped : `${escaped}{${pairs.join(',')}}`;
}
