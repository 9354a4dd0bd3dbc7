import type { DeliveredPoint } from '../../../src/testing/index.ts';
import type { MlflowServer } from './mlflow-server.ts';

export async function readMlflowPoints(server: MlflowServer, runId: string): Promise<DeliveredPoint[]> {
  const run = await server.find(runId);
  if (!run) throw new Error(`Run ${runId} is not there.`);
  const points = [];
  for (const { key } of run.data.metrics) {
    const series = seriesOf(key);
    for (const [step, value] of await server.history(run, key)) points.push({ ...series, step, value });
  }
  return points;
}

/** Back from a key: `name/key:value/key:value`. */
function seriesOf(key: string): { name: string; context: Record<string, string> } {
  const parts = key.split('/');
  const pairs = parts.filter((part) => part.includes(':'));
  return {
    name: parts.slice(0, parts.length - pairs.length).join('/'),
    context: Object.fromEntries(pairs.map((pair) => pair.split(':'))),
  };
}

/** A database keeps infinities as the largest doubles; and SQLite has no −0. */
export function heldByMlflow(value: number): number {
  if (Object.is(value, -0)) return 0;
  if (Number.isFinite(value) || Number.isNaN(value)) return value;
  return Math.sign(value) * Number.MAX_VALUE;
}
