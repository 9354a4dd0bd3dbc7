import type { PointBatch, PointsResult, PointWindow } from '../experiment-broker.ts';
import { packPoints, unpackPoints } from '../points/point-codec.ts';

/** The newest batches of a run's points, packed as any other broker holds them. */
export class MemoryPoints {
  readonly #limit: number;
  #batches: { after: number; position: number; bytes: Uint8Array }[] = [];
  #position = 0;

  /** @param limit How many batches are kept. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  add({ after, position, points, begins = false }: PointBatch): PointsResult {
    if (position > this.#position) {
      const isJoined = after <= this.#position || (begins && this.#position === 0);
      if (!isJoined) return { status: 'behind', position: this.#position };
      this.#batches.push({ after, position, bytes: packPoints(points) });
      if (this.#batches.length > this.#limit) this.#batches.shift();
      this.#position = position;
    }
    return { status: 'accepted', position: this.#position };
  }

  read(after: number): PointWindow {
    const wanted = this.#batches.filter(({ position }) => position > after);
    const [first] = wanted;
    return {
      points: wanted.flatMap(({ bytes }) => unpackPoints(bytes, 'memory')),
      position: Math.max(after, this.#position),
      complete: first === undefined || first.after <= after,
    };
  }
}
