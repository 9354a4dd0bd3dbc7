export { shutDownOnSignals, type ShutDownOnSignalsOptions } from './shut-down-on-signals.ts';
export {
  createWorkerClient,
  type WorkerArgument,
  type WorkerClient,
  type WorkerClientOptions,
  type WorkerReply,
  type WorkerRequest,
  type WorkerResult,
} from './worker-client.ts';
// Of any platform, and here so that the main entry stays small.
export { startLoop, type Loop, type LoopOptions, type NextStep, type StepContext } from '../start-loop.ts';
