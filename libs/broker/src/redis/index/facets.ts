import type { ListOptions } from '../../experiment-broker.ts';

/** What runs are found by, besides their age: `status:running`, `experiment:default`, `tag:baseline`. */
export function facetsOf({
  status,
  experiment,
  tags,
}: {
  status: string;
  experiment: string;
  tags: readonly string[];
}): string[] {
  return [`status:${status}`, `experiment:${experiment}`, ...[...new Set(tags)].toSorted().map((tag) => `tag:${tag}`)];
}

/** What a list of runs asks for: each group is one of several facets. */
export function wantedFacets({ status, experiment, tag }: ListOptions): string[][] {
  return [
    ...(status === undefined ? [] : [storedStatuses(status).map((stored) => `status:${stored}`)]),
    ...(experiment === undefined ? [] : [[`experiment:${experiment}`]]),
    ...(tag === undefined ? [] : [[`tag:${tag}`]]),
  ];
}

/** A run that reads as lost stands there as it was when its writer went. */
function storedStatuses(status: NonNullable<ListOptions['status']>): string[] {
  return status === 'lost' ? ['created', 'running', 'paused', 'stopping', 'lost'] : [status];
}
