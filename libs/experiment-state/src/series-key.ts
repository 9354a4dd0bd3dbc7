/**
 * The key of a metric series, the same whatever the order of the context's keys: `rollout/ep_rew_mean`, or
 * `eval/mean_reward{"subset":"test"}` with a context. Two different series never share one.
 */
export function seriesKey(name: string, context: Readonly<Record<string, string>> = {}): string {
  // Most names have nothing to escape and most contexts are empty, and each point that is dispatched asks for its key.
  const isPlain = !name.includes('{') && !name.includes('\\');
  const escaped = isPlain ? name : name.replace(/[\\{]/g, String.raw`\$&`);
  const labels = Object.entries(context);
  if (labels.length === 0) return escaped;
  const pairs = labels
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`);
  return `${escaped}{${pairs.join(',')}}`;
}
