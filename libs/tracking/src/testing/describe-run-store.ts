import { describe } from '@jest/globals';
import { describeChanges } from './describe-changes.ts';
import { describeCurves } from './describe-curves.ts';
import { describeEntries } from './describe-entries.ts';
import { describePoints } from './describe-points.ts';
import { describeRuns } from './describe-runs.ts';
import { describeStoreLife } from './describe-store-life.ts';
import type { CreateOpenableStore } from './store-fixture.ts';

export type { OpenableStore } from './store-fixture.ts';

/**
 * The conformance suite that every RunStore passes: call it at the top of a Jest test file. `create` makes room for one
 * store, empty at first; it is called once a test.
 */
export function describeRunStore(name: string, create: CreateOpenableStore): void {
  describe(`run store ${name}`, () => {
    describeRuns(create);
    describePoints(create);
    describeCurves(create);
    describeEntries(create);
    describeChanges(create);
    describeStoreLife(create);
  });
}
