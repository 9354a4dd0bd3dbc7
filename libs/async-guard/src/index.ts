export type { CallMode } from './call-line.ts';
export type { BreakerOptions, RetryOptions } from './call-policy.ts';
export { CartwheelError } from './cartwheel-error.ts';
export { createYielder, type Yielder, type YielderOptions } from './create-yielder.ts';
export { describeError, type ErrorDescription, type ErrorSummary } from './describe-error.ts';
export { createErrorSink, setErrorSink, type ErrorSink } from './error-sink.ts';
export type { FailureReport } from './failure-report.ts';
export { guard, type GuardOptions } from './guard.ts';
export { createLagMonitor, type LagMonitor, type LagMonitorOptions } from './lag-monitor.ts';
export type { Failure, Outcome, Success } from './outcome.ts';
export { createScope, type CloseOptions, type Scope, type ScopeDump, type ScopeOptions } from './scope.ts';
export {
  createShutdown,
  DEFAULT_BUDGETS_MS,
  SHUTDOWN_PHASES,
  type Shutdown,
  type ShutdownOptions,
  type ShutdownPhase,
  type ShutdownStep,
} from './shutdown.ts';
export type { TaskOptions, TaskSnapshot } from './task.ts';
export { yieldToEventLoop } from './yield-to-event-loop.ts';
