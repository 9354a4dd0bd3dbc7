import type { PointBatch, PointsResult, PointWindow } from '../../experiment-broker.ts';
import { packPoints, unpackPoints } from '../../points/point-codec.ts';
import { numberField } from '../reply.ts';
import { appendPoints } from '../scripts/points.ts';
import type { RunAccess } from './run-access.ts';

/** The window of a run's points in Redis. */
export class RedisPoints {
  readonly #access: RunAccess;

  constructor(access: RunAccess) {
    this.#access = access;
  }

  async publish({ epoch, after, position, points, begins = false }: PointBatch): Promise<PointsResult> {
    const bytes = Buffer.from(packPoints(points));
    const args = [epoch, after, position, bytes, this.#access.limits.historyLimit, begins ? 1 : 0];
    const reply = await this.#access.run(appendPoints, ['run', 'points'], args);
    if (reply.status === 'stale') return { status: 'stale', epoch: numberField(reply, 0) };
    return { status: reply.status === 'behind' ? 'behind' : 'accepted', position: numberField(reply, 0) };
  }

  async read(after: number): Promise<PointWindow> {
    const { connection, keys } = this.#access;
    const entries = await connection.call((client) => client.xrangeBuffer(keys.points, `(${after}-0`, '+'));
    const batches = entries.map(([, fields]) => fields);
    const first = batches[0]?.[1];
    return {
      points: batches.flatMap((fields) => unpackPoints(fields[3] ?? Buffer.alloc(0), keys.points)),
      position: Number.parseInt(entries.at(-1)?.[0].toString() ?? `${after}`, 10),
      complete: first === undefined || Number(first.toString()) <= after,
    };
  }
}
