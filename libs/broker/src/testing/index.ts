export { testExperimentBroker } from './test-experiment-broker.ts';
export type { BrokerHarness, CreateBrokerHarness } from './broker-harness.ts';
