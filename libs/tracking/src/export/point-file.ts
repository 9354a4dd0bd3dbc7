import type { StepPoint } from '../run-store/run-store.ts';

/** A file that takes points. */
export interface PointFile {
  write(points: readonly StepPoint[]): Promise<void>;
  close(): Promise<void>;
}
