import { describeError } from '@cartwheel/async-guard';
import type { ExperimentState } from '@cartwheel/experiment-state';
import type { RunView } from '@cartwheel/session';
import type { LiveState, Writer } from '../api/writer.schema.ts';
import { pause } from './pause.ts';
import type { RunViewers } from '../steering/run-viewers.ts';

/** How often one that does not answer is tried again, and one that does is asked whether it still lives. */
const LOOK_EVERY_MS = 1_000;

/** Tells of the process that trains a run whenever it says something, is gone or is back, until the signal aborts. */
export async function watchWriter(
  viewers: RunViewers,
  runId: string,
  { signal, tell }: { signal: AbortSignal; tell: (writer: Writer) => void },
): Promise<void> {
  let state: LiveState | null = null;
  const hear = (document: ExperimentState): void => {
    state = liveStateOf(document);
    tell({ reach: 'answers', state });
  };
  const miss = (error: unknown): void => tell({ reach: 'silent', why: describeError(error).message, state });
  while (!signal.aborted) {
    try {
      await using view = await viewers.open(runId);
      await hearOf(view, { signal, hear, miss });
    } catch (error) {
      miss(error);
    }
    await pause(LOOK_EVERY_MS, signal);
  }
}

interface Hearing {
  signal: AbortSignal;
  hear: (state: ExperimentState) => void;
  miss: (error: unknown) => void;
}

/** Until the process goes. */
async function hearOf(view: RunView, { signal, hear, miss }: Hearing): Promise<void> {
  const { runId, viewer } = view;
  const first = await viewer.read(runId);
  if (first === null) return;
  hear(first);
  const end = new AbortController();
  const looking = lookAgain(view, { signal: AbortSignal.any([signal, end.signal]), hear, miss });
  try {
    const watch = { fromVersion: first.version, signal };
    for await (const event of viewer.watch(runId, watch)) if ('state' in event) hear(event.state);
  } finally {
    end.abort();
    await looking;
  }
}

/** A watch over Redis outlives the loss of the connection, and that a writer was lost is no event. */
async function lookAgain({ runId, viewer }: RunView, { signal, hear, miss }: Hearing): Promise<void> {
  let isMissed = false;
  for (await pause(LOOK_EVERY_MS, signal); !signal.aborted; await pause(LOOK_EVERY_MS, signal)) {
    try {
      const state = await viewer.read(runId);
      if (state !== null && (isMissed || state.status === 'lost')) hear(state);
      isMissed = false;
    } catch (error) {
      if (signal.aborted) return;
      miss(error);
      isMissed = true;
    }
  }
}

function liveStateOf({ status, version, writerEpoch, hyperparameters, progress, host }: ExperimentState): LiveState {
  return { status, version, writerEpoch, hyperparameters, progress, host };
}
