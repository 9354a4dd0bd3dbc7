import { setTimeout as delay } from 'node:timers/promises';
import * as z from 'zod';
import { curvesOf, type RelayedCurves } from './relayed-points.ts';

const trace = z.object({ name: z.string(), context: z.record(z.string(), z.string()) });
const runInfo = z.object({ traces: z.object({ metric: z.array(trace) }), props: z.object({ active: z.boolean() }) });
const curves = z.array(trace.extend({ iters: z.array(z.number()), values: z.array(z.number().nullable()) }));

/** Aim's page thins longer curves out. */
export const WHOLE_IN_AIM = 200;

/** The curves of a run that has ended, as Aim's own page gets them; the page knows a run seconds later. */
export async function readAim(uiUrl: string, runId: string, signal?: AbortSignal): Promise<RelayedCurves> {
  for (;;) {
    const response = await fetch(`${uiUrl}/api/runs/${runId}/info/`, { signal: signal ?? null });
    const read = runInfo.safeParse(response.ok ? await response.json() : undefined);
    if (read.success && !read.data.props.active) return readCurves(uiUrl, runId, read.data.traces.metric);
    await delay(500);
  }
}

async function readCurves(uiUrl: string, runId: string, traces: readonly object[]): Promise<RelayedCurves> {
  const response = await fetch(`${uiUrl}/api/runs/${runId}/metric/get-batch/`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(traces),
  });
  const read = curves.parse(await response.json());
  return curvesOf(
    read.flatMap(({ name, context, iters, values }) =>
      iters.map((step, index) => ({ name, context, step, value: values[index] })),
    ),
  );
}
