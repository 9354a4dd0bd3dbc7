import { useEffect, useState } from 'react';
import { curves as curvesSchema } from '../../src/api/curves.schema.ts';
import { liveEvent } from '../../src/api/live-event.schema.ts';
import type { RunSummary } from '../../src/api/run-summary.schema.ts';
import type { Writer } from '../../src/api/writer.schema.ts';
import { fetchJson } from '../fetch-json.ts';
import { curveMap, mergeCurves, type CurveMap } from './merge-curves.ts';

export interface LiveRun {
  curves: CurveMap;
  /** The newest that the server has told; undefined before it told any. */
  run: RunSummary | undefined;
  /** The process that trains it. */
  writer: Writer;
  /** `lost`: what is shown may be old, and the browser tries again. */
  connection: 'loading' | 'live' | 'lost';
  error: Error | undefined;
}

const NOTHING: LiveRun = {
  curves: new Map(),
  run: undefined,
  writer: { reach: 'unknown' },
  connection: 'loading',
  error: undefined,
};

/** The curves of a run, and all that comes after them. The browser itself reconnects, behind the last event that it has. */
export function useLiveRun(runId: string): LiveRun {
  const [live, setLive] = useState(NOTHING);
  useEffect(() => {
    let source: EventSource | undefined;
    let isGone = false;
    const change = (part: Partial<LiveRun>): void => {
      if (!isGone) setLive((before) => ({ ...before, ...part }));
    };
    const follow = async (): Promise<void> => {
      const { position, curves } = await fetchJson(`/api/runs/${runId}/curves`, curvesSchema);
      change({ curves: curveMap(curves) });
      if (isGone) return;
      source = new EventSource(`/api/runs/${runId}/live?from=${position}`);
      source.addEventListener('open', () => change({ connection: 'live' }));
      source.addEventListener('error', () => change({ connection: 'lost' }));
      const take = ({ data }: MessageEvent<string>): void => {
        const event = liveEvent.parse(JSON.parse(data));
        if (event.type === 'run') change({ run: event.run });
        else if (event.type === 'writer') change({ writer: event.writer });
        else setLive((before) => ({ ...before, curves: mergeCurves(before.curves, event.curves) }));
      };
      source.addEventListener('points', take);
      source.addEventListener('run', take);
      source.addEventListener('writer', take);
    };
    follow().catch((error: unknown) => change({ error: error instanceof Error ? error : new Error(String(error)) }));
    return () => {
      isGone = true;
      source?.close();
    };
  }, [runId]);
  return live;
}
