/** A metric's name in Prometheus: `rollout/ep_rew_mean` is `cartwheel_rollout_ep_rew_mean`. */
export function prometheusName(name: string): string {
  return `cartwheel_${name.replaceAll(/[^a-zA-Z0-9_]/g, '_')}`;
}
