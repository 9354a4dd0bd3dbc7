export { shutDownOnSignals, type ShutDownOnSignalsOptions } from './shut-down-on-signals.ts';
