import type { MetricPoint } from '@cartwheel/experiment-state';
import { openRecord, projectFolder } from '@cartwheel/session';

/** The steps of each series, in their order; a step that came twice is there twice. */
export type RelayedSteps = Readonly<Record<string, readonly number[]>>;

/** The points of each series, in the order of their steps; null is no finite number. */
export type RelayedCurves = Readonly<Record<string, readonly (readonly [step: number, value: number | null])[]>>;

/** Of the only run in a project folder. */
export async function recordedCurves(out: string): Promise<{ runId: string; curves: RelayedCurves }> {
  await using record = await openRecord(projectFolder(out), { readOnly: true });
  const [{ runId }] = await record.store.runs();
  return { runId, curves: curvesOf(await record.store.points(runId)) };
}

type CurvePoint = Pick<MetricPoint, 'name' | 'context' | 'step'> & { readonly value: number | null };

export function curvesOf(points: readonly CurvePoint[]): RelayedCurves {
  const bySeries: Record<string, [step: number, value: number | null][]> = {};
  for (const { name, context, step, value } of points.toSorted((a, b) => a.step - b.step))
    (bySeries[keyOf(name, context)] ??= []).push([step, Number.isFinite(value) ? value : null]);
  return bySeries;
}

/** Of the only run in a project folder. */
export async function recordedSteps(out: string): Promise<{ runId: string; steps: RelayedSteps; trackers: string[] }> {
  await using record = await openRecord(projectFolder(out), { readOnly: true });
  const [{ runId }] = await record.store.runs();
  const cursors = await record.store.cursors(runId);
  const steps = stepsOf(
    (await record.store.points(runId)).map(({ name, context, step }) => [keyOf(name, context), step]),
  );
  return { runId, steps, trackers: cursors.map(({ tracker }) => tracker) };
}

/** In order of series and step. */
export function stepsOf(points: readonly (readonly [series: string, step: number])[]): RelayedSteps {
  const bySeries: Record<string, number[]> = {};
  for (const [series, step] of points.toSorted(([, a], [, b]) => a - b)) (bySeries[series] ??= []).push(step);
  return Object.fromEntries(Object.entries(bySeries).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** The metrics of these runs have no context. */
function keyOf(name: string, context: MetricPoint['context']): string {
  return Object.keys(context).length === 0 ? name : `${name} ${JSON.stringify(context)}`;
}
