export type {
  AcquireLeaseOptions,
  ExperimentBroker,
  KeepLeaseOptions,
  Lease,
  LeaseKeeper,
  LeaseResult,
  ListOptions,
  PointBatch,
  PointsResult,
  PointWindow,
  PublishOptions,
  PublishResult,
  RenewResult,
  RunViewer,
  WatchOptions,
} from './experiment-broker.ts';
export { BrokerError, type BrokerErrorCode } from './broker-error.ts';
export { createMemoryBroker, type MemoryBrokerOptions } from './memory/create-memory-broker.ts';
