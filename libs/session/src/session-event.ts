import type { EpisodeReturns } from '@cartwheel/callbacks';

/** What a running session tells, in order; on the command line with `--json`, one object a line. */
export type SessionEvent =
  | {
      event: 'started';
      runId: string;
      experiment: string;
      algorithm: string;
      env: string;
      seed: number;
      totalTimesteps: number;
      out: string;
    }
  | {
      event: 'resumed';
      runId: string;
      algorithm: string;
      env: string;
      seed: number;
      /** Of the checkpoint that it goes on from. */
      timesteps: number;
      totalTimesteps: number;
      out: string;
    }
  | { event: 'progress'; runId: string; timesteps: number; metrics: Record<string, number> }
  | ({ event: 'evaluation'; runId: string; timesteps: number } & EpisodeReturns)
  | { event: 'checkpoint'; runId: string; timesteps: number; path: string; weightsHash: string }
  | ({ event: 'finished' } & RunResult);

/** What a training came to. */
export interface RunResult {
  runId: string;
  /** `stopped` runs (Ctrl-C, a callback) are `finished` too: see `stopReason`. */
  status: 'finished' | 'failed';
  stopReason: string | null;
  timesteps: number;
  /** Wall time of training alone. */
  seconds: number;
  stepsPerSecond: number;
  /** Mean and standard deviation of the return over the final evaluation's episodes; null without one. */
  evalMean: number | null;
  evalStd: number | null;
  /** SHA-256 of the final weights, hex. */
  weightsHash: string;
}
