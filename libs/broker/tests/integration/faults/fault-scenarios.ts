import type { RunnableScenario } from './fault-scenario.ts';
import { absentRedis } from './scenarios/absent-redis.ts';
import { cutWatchers } from './scenarios/cut-watchers.ts';
import { fullMemory } from './scenarios/full-memory.ts';
import { killedWithAlways, killedWithEverysec } from './scenarios/killed-redis.ts';
import { lostReplies } from './scenarios/lost-replies.ts';
import { sentinelFailover } from './scenarios/sentinel-failover.ts';
import { slowWatcher } from './scenarios/slow-watcher.ts';
import { stoppedWriters } from './scenarios/stopped-writers.ts';

export const faultScenarios: readonly RunnableScenario[] = [
  killedWithAlways,
  killedWithEverysec,
  lostReplies,
  stoppedWriters,
  cutWatchers,
  slowWatcher,
  absentRedis,
  sentinelFailover,
  fullMemory,
];
