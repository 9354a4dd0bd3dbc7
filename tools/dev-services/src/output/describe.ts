import type { PartStatus } from '../commands/status.ts';
import type { UpResult } from '../commands/up.ts';

/** `redis: started by podman in 0.9 s, redis://127.0.0.1:6379`, with a line for each engine that was passed over. */
export function describeUp({ service, engine, started, urls, passedOver, readyMs }: UpResult): string {
  const how = started ? `started by ${engine} in ${(readyMs / 1_000).toFixed(1)} s` : `runs already by ${engine}`;
  return [
    `${service}: ${how}, ${urls.join(' and ')}`,
    ...passedOver.map(({ engine: other, why }) => `  passed over ${other}: ${why}`),
  ].join('\n');
}

export function describePart({ part, engine, state, url, why }: PartStatus): string {
  const by = engine === undefined ? '' : ` by ${engine}`;
  return `${part.padEnd(10)} ${state}${by}${state === 'stopped' ? '' : `, ${url}`}${why === undefined ? '' : `: ${why}`}`;
}
