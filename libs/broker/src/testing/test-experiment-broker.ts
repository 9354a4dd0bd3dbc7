import { afterEach, beforeEach } from '@jest/globals';
import type { BrokerHarness, CreateBrokerHarness } from './broker-harness.ts';
import { testClose } from './test-close.ts';
import { testCommands } from './test-commands.ts';
import { testDocuments } from './test-documents.ts';
import { testLease } from './test-lease.ts';
import { testListing } from './test-listing.ts';
import { testKeptLease } from './test-kept-lease.ts';
import { testPoints } from './test-points.ts';
import { testPublish } from './test-publish.ts';
import { testWatch } from './test-watch.ts';

/** Small, so that a test can get past it. */
const HISTORY_LIMIT = 10;
const SNAPSHOT_EVERY = 5;

/**
 * The contract of `ExperimentBroker` as Jest tests: call it inside a `describe` of the implementation.
 *
 * @param create Makes a fresh broker, without runs, for each test.
 */
export function testExperimentBroker(create: CreateBrokerHarness): void {
  let harness: BrokerHarness;
  beforeEach(async () => {
    harness = await create({ historyLimit: HISTORY_LIMIT, snapshotEvery: SNAPSHOT_EVERY });
  });
  afterEach(() => harness.broker.close());

  const underTest = (): BrokerHarness => harness;
  testDocuments(underTest);
  testPublish(underTest);
  testListing(underTest);
  testWatch(underTest, HISTORY_LIMIT);
  testCommands(underTest);
  testLease(underTest);
  testKeptLease(underTest);
  testPoints(underTest, HISTORY_LIMIT);
  testClose(underTest);
}
