import type { MetricBatch } from '@cartwheel/experiment-state';

/** What each call of a sink gets besides its batch. */
export interface SinkCallOptions {
  /** Aborted when the dispatcher waits for this call no longer. */
  signal: AbortSignal;
}

/** Takes metric points to where they are kept or shown. Its calls come one at a time. */
export interface MetricSink {
  /** For messages: `run store`. */
  readonly name: string;
  /**
   * `record`: the points must arrive. When a call fails, the sink gets no more of them, and `dispatch`, `flush` and
   * `close` reject.
   *
   * `live`: for those who watch. When a call fails, its points are given up and training goes on.
   */
  readonly kind: 'record' | 'live';
  /**
   * The longest a call may take, in milliseconds. Default 60 000 for `record`, 5 000 for `live`. A call that ignores its
   * signal may overlap the next.
   */
  readonly timeoutMs?: number;
  /**
   * The least time between the beginnings of two writes, in milliseconds: what comes meanwhile is one batch. The first is
   * written at once, and a flush waits for nothing. Default 0.
   */
  readonly everyMs?: number;
  /** Gets all points that waited, in the order of dispatch; those of one `dispatch` are never torn apart. */
  write(batch: MetricBatch, options: SinkCallOptions): Promise<void>;
  /** Resolves when what was written before is where it is to stay. */
  flush?(options: SinkCallOptions): Promise<void>;
  /** Called once, after the last write. */
  close?(options: SinkCallOptions): Promise<void>;
}
