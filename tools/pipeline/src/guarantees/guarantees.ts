import {
  brokerFigures,
  faultFigures,
  killedWriterFigures,
  resumeFigures,
  trackerFigures,
  type Figure,
} from './figures.ts';
import type { ReadRecord } from '../read-record.ts';

/** What Cartwheel promises, what tries to break it, and where its figures are on record. */
export interface Guarantee {
  id: string;
  promise: string;
  /** Files of the workspace. */
  tests: readonly string[];
  figures: (read: ReadRecord) => Figure[];
  /** The part of the promise that the tests hold, and of which the figures say nothing. */
  withoutFigure?: string;
}

const FAULTS = 'libs/broker/tests/integration/faults.test.ts';
const SCENARIOS = 'libs/broker/tests/integration/faults/scenarios';
const RELAYS = 'libs/tracking/tests/integration/faults/faulty-relays.test.ts';
const noFigures = (): Figure[] => [];

function ofFaults(id: string): Guarantee['figures'] {
  return (read) => faultFigures(read, id);
}

export const GUARANTEES: readonly Guarantee[] = [
  {
    id: 'R1',
    promise:
      'Kill −9 the trainer at any moment and resume: the final weights are equal to the bit to those of the run that was never killed.',
    tests: [
      'apps/trainer/tests/integration/resume.test.ts',
      'apps/trainer/tests/integration/resume-crashes.test.ts',
      'apps/trainer/tests/integration/resume-nodes.test.ts',
      'apps/trainer/tests/resume/suite/index.ts',
    ],
    figures: resumeFigures,
  },
  {
    id: 'R2',
    promise: 'No point is missing or doubled after a resume, in the run store and in every tracker.',
    tests: [
      'apps/trainer/tests/integration/resume-relays.test.ts',
      'apps/trainer/tests/integration/resume-aim.test.ts',
      RELAYS,
    ],
    figures: (read) => [...resumeFigures(read), ...trackerFigures(read)],
  },
  {
    id: 'B1',
    promise:
      'With `appendfsync always` no acknowledged update is lost under SIGKILLs of Redis; with `everysec` the loss is measured and told.',
    tests: [FAULTS, `${SCENARIOS}/killed-redis.ts`, `${SCENARIOS}/full-memory.ts`],
    figures: ofFaults('B1'),
  },
  {
    id: 'B2',
    promise: 'An update whose reply was lost is applied once.',
    tests: [FAULTS, `${SCENARIOS}/lost-replies.ts`, 'libs/broker/tests/integration/redis-broker-faults.test.ts'],
    figures: ofFaults('B2'),
  },
  {
    id: 'B3',
    promise: 'A writer that slept past a take-over cannot write: no stale write is accepted.',
    tests: [
      FAULTS,
      `${SCENARIOS}/stopped-writers.ts`,
      'libs/broker/tests/integration/redis-broker-lease.test.ts',
      'apps/trainer/tests/integration/taken-over.test.ts',
    ],
    figures: ofFaults('B3'),
  },
  {
    id: 'B4',
    promise:
      'A watcher sees no gap, no reorder and no double over disconnects; trimmed past, it gets exactly one snapshot.',
    tests: [
      FAULTS,
      `${SCENARIOS}/cut-watchers.ts`,
      `${SCENARIOS}/slow-watcher.ts`,
      `${SCENARIOS}/sentinel-failover.ts`,
    ],
    figures: ofFaults('B4'),
    withoutFigure: 'the one snapshot of a watcher that was trimmed past',
  },
  {
    id: 'B5',
    promise:
      'Redis frozen, restarted or gone: no call stays unsettled past its deadline and training goes on; afterwards the state is current and the curve has no hole.',
    tests: [FAULTS, `${SCENARIOS}/absent-redis.ts`, 'apps/trainer/tests/integration/redis-faults.test.ts'],
    figures: ofFaults('B5'),
    withoutFigure: 'that training goes on, and what state and curve are afterwards',
  },
  {
    id: 'B6',
    promise:
      'Each command ends in exactly one of applied, rejected and expired; pause answers only after its checkpoint is on disk.',
    tests: [
      'libs/broker/src/testing/test-commands.ts',
      'libs/session/src/steering/steering.test.ts',
      'apps/trainer/tests/integration/steering.test.ts',
      'apps/trainer/tests/integration/resume-steering.test.ts',
      'libs/broker/tests/integration/bench/command-answers.ts',
    ],
    figures: (read) => brokerFigures(read, 'B6'),
    withoutFigure: 'that the checkpoint of a pause is on disk before its answer',
  },
  {
    id: 'T1',
    promise:
      'After `await flush()` no point is lost to kill −9; otherwise at most those of the flush interval (100 ms).',
    tests: ['libs/tracking/tests/integration/faults/killed-writer.test.ts'],
    figures: killedWriterFigures,
    withoutFigure: 'the points of the flush interval',
  },
  {
    id: 'T2',
    promise: 'A tracker that was away: nothing lost and nothing doubled after it is back, no step slowed.',
    tests: [RELAYS],
    figures: trackerFigures,
    withoutFigure: 'that no step is slowed while it is away',
  },
  {
    id: 'A1',
    promise:
      'No unhandled rejection; no task alive after its scope; after a million calls no more listeners and timers than before.',
    tests: ['libs/async-guard/tests/integration/strict.test.ts', 'libs/async-guard/src/scope.test.ts'],
    figures: noFigures,
  },
  {
    id: 'O1',
    promise: 'No log line is lost at an awaited shutdown; no planted secret is printed.',
    tests: ['libs/logging/tests/integration/no-line-lost.test.ts', 'libs/logging/src/redact.fuzz.test.ts'],
    figures: noFigures,
  },
  {
    id: 'O2',
    promise:
      'The liveness probe answers in 50 ms while the main loop is blocked, and says so; Redis that is down never makes it restart the process.',
    tests: ['libs/health/tests/integration/health-server.test.ts', 'apps/trainer/tests/integration/health.test.ts'],
    figures: noFigures,
  },
  {
    id: 'P1',
    promise: 'Full observation (Redis and a tracker on) costs at most 3 % of the steps per second.',
    tests: ['libs/session/bench/observation-cost.bench.ts'],
    figures: (read) => brokerFigures(read, 'P1'),
  },
];
