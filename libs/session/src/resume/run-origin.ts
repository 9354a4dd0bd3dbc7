import type { Checkpoint } from '@cartwheel/algorithms/node';
import type { MetricPoint } from '@cartwheel/experiment-state';
import type { RunRecord } from '@cartwheel/tracking';
import type { ShelvedCheckpoint } from '../checkpoint/checkpoint-shelf.ts';

/** Where a run begins that is not a new one, or not from the start. */
export interface RunOrigin {
  /** The run that goes on; absent in a fork, which is another run. */
  readonly run?: RunRecord;
  /** Where the model stands; absent in a run that was killed before its first checkpoint. */
  readonly checkpoint?: Checkpoint;
  /** Whether it goes on with other settings than the checkpoint's. */
  readonly hasChanged?: boolean;
  /** Points that will be computed again. */
  readonly recorded?: readonly MetricPoint[];
  /** Checkpoints of the run. */
  readonly kept?: readonly ShelvedCheckpoint[];
  /** Steps whose checkpoints are torn or altered. */
  readonly refused?: readonly number[];
}
