export { testExperimentBroker } from './test-experiment-broker.ts';
export type { BrokerHarness, CreateBrokerHarness, HarnessOptions } from './broker-harness.ts';
