export type {
  AcquireLeaseOptions,
  ExperimentBroker,
  Lease,
  LeaseResult,
  ListOptions,
  PublishOptions,
  PublishResult,
  RenewResult,
  WatchOptions,
} from './experiment-broker.ts';
export { BrokerError, type BrokerErrorCode } from './broker-error.ts';
export { createMemoryBroker, type MemoryBrokerOptions } from './memory/create-memory-broker.ts';
