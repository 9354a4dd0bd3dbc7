import type { Shutdown } from '../shutdown.ts';

/** What it needs of `process`. */
export interface SignalHost {
  on(signal: NodeJS.Signals, listener: () => void): unknown;
  off(signal: NodeJS.Signals, listener: () => void): unknown;
  exit(code: number): unknown;
}

/** Which signals end the process. */
export interface ShutDownOnSignalsOptions {
  /** Default `SIGINT` and `SIGTERM`. */
  readonly signals?: readonly NodeJS.Signals[];
  /** Of the process, when a second signal cuts the shutdown short. Default 130: stopped by Ctrl-C. */
  readonly exitCode?: number;
  /** Told of the first signal: a line for whoever pressed Ctrl-C. */
  readonly onShutdown?: (signal: NodeJS.Signals) => void;
  /** Default `process`. */
  readonly host?: SignalHost;
}

/**
 * The first signal runs the shutdown, a second exits at once. After the shutdown the process ends by itself, or when its
 * owner ends it: nothing here does.
 *
 * @returns Takes the handlers off.
 */
export function shutDownOnSignals(shutdown: Shutdown, options: ShutDownOnSignalsOptions = {}): Disposable {
  const { signals = ['SIGINT', 'SIGTERM'], exitCode = 130, onShutdown, host = process } = options;
  const handlers = signals.map((signal) => {
    const handle = (): void => {
      if (shutdown.signal.aborted) {
        host.exit(exitCode);
        return;
      }
      onShutdown?.(signal);
      void shutdown.run(`got ${signal}`);
    };
    host.on(signal, handle);
    return () => host.off(signal, handle);
  });
  return {
    [Symbol.dispose]() {
      for (const takeOff of handlers) takeOff();
    },
  };
}
