import type { ExperimentBroker, PointWindow } from '@cartwheel/broker';
import type { ExperimentState, RunEvent, TrainConfig } from '@cartwheel/experiment-state';
import { runRecordOf, type RunStore } from '@cartwheel/tracking';
import { pause } from '../live/pause.ts';
import { shelfOf, tagsOn } from '../shelf/shelf-of.ts';
import { isAway } from './is-away.ts';
import { MARK, type CurveMark } from '../api/curve-mark.schema.ts';

const POLL_MS = 250;
/** A run's last points come behind its last state; when none came for so long, they were the last. */
const QUIET_MS = 10_000;
/** A claim that is not renewed ends after so long: then another dashboard may go on. */
const CLAIM_MS = 10_000;
/** Under which the store keeps how far the window was read. */
const CURSOR = 'mirror redis';

export interface MirroredRunParts {
  broker: ExperimentBroker;
  /** The dashboard's own. */
  store: RunStore;
  runId: string;
  /** Unique to the process. */
  owner: string;
}

/** Keeps a run that is trained elsewhere in the dashboard's own store, until it has ended or the signal aborts. */
export async function mirrorRun(parts: MirroredRunParts, first: ExperimentState, signal: AbortSignal): Promise<void> {
  const { store, runId, owner } = parts;
  if ((await store.run(runId)) === null) await store.createRun(runRecordOf(first, configOf(first)));
  const { state } = await store.claimCursor(runId, CURSOR, { owner, forMs: CLAIM_MS });
  const end = new AbortController();
  const until = AbortSignal.any([signal, end.signal]);
  let isOver = false;
  const keepEvents = async (): Promise<void> => {
    for await (const event of parts.broker.watch(runId, { signal: until })) {
      await keep(store, runId, event);
      isOver = 'state' in event && (event.state.status === 'finished' || event.state.status === 'failed');
      if (isOver) return;
    }
  };
  const after = Number(state['position'] ?? 0);
  try {
    await Promise.all([keepEvents(), copyPoints(parts, { after, signal: until, isOver: () => isOver })]);
  } finally {
    end.abort();
  }
}

async function keep(store: RunStore, runId: string, event: RunEvent): Promise<void> {
  if (event.type === 'command') return store.recordCommand(runId, event.command);
  if (event.type === 'command-outcome') {
    // Of a command that is no longer in the history there is nothing to settle.
    const known = (await store.commands(runId)).some(({ command }) => command.id === event.outcome.commandId);
    return known ? store.recordOutcome(runId, event.outcome) : undefined;
  }
  const { status, hyperparameters, progress, error, host, checkpoints } = event.state;
  const { timesteps, totalTimesteps, stepsPerSecond } = progress;
  // Where somebody put the run here is nothing that its trainer knows of.
  const tags = tagsOn(shelfOf((await store.run(runId))?.tags ?? []), event.state.tags);
  const summary = { stepsPerSecond };
  await store.updateRun(runId, { status, tags, hyperparameters, timesteps, totalTimesteps, error, host, summary });
  const known = new Set((await store.checkpoints(runId)).map(({ step }) => step));
  for (const checkpoint of checkpoints) {
    if (!known.has(checkpoint.step)) await store.recordCheckpoint(runId, checkpoint);
  }
}

interface Copying {
  after: number;
  signal: AbortSignal;
  /** Nothing will come any more: what is in the window is all. */
  isOver: () => boolean;
}

/** The store first, then how far it reaches: points that come twice take their own place. */
async function copyPoints(parts: MirroredRunParts, { after, signal, isOver }: Copying): Promise<void> {
  const { broker, store, runId, owner } = parts;
  let position = after;
  let quietMs = 0;
  for (; !signal.aborted; await pause(POLL_MS, signal)) {
    const window = await windowAfter(broker, runId, position);
    // Redis is away, and pages say so; what it gets meanwhile is in the window when it is back.
    if (window === undefined) continue;
    quietMs = window.position > position || !isOver() ? 0 : quietMs + POLL_MS;
    if (quietMs > QUIET_MS) return;
    if (window.position > position) {
      await store.appendPoints(runId, window.points);
      if (!window.complete) await markGap(store, runId, { steps: window.points.map(({ step }) => step), position });
      position = window.position;
    }
    await store.saveCursor(runId, CURSOR, { owner, forMs: CLAIM_MS, state: { position } });
  }
}

async function windowAfter(broker: ExperimentBroker, runId: string, after: number): Promise<PointWindow | undefined> {
  try {
    return await broker.readPoints(runId, { after });
  } catch (error) {
    if (isAway(error)) return undefined;
    throw error;
  }
}

/** What is missing before a step stays missing here: the machine that trains has it. */
async function markGap(
  store: RunStore,
  runId: string,
  { steps, position }: { steps: readonly number[]; position: number },
): Promise<void> {
  const step = steps.reduce((least, each) => Math.min(least, each), Infinity);
  if (!Number.isFinite(step)) return;
  const mark: CurveMark = position === 0 ? 'begins' : 'gap';
  await store.appendEntry(runId, { kind: 'text', text: mark, name: MARK, context: {}, step, time: Date.now() });
}

/** How it was asked for is on the machine that trains it: what of it the state says. */
function configOf({ env, algorithm, seed, experiment, tags }: ExperimentState): TrainConfig {
  const fixed = { preset: 'default', set: {}, evalEpisodes: 0, evalEvery: 0, checkpointEvery: 0 } as const;
  return { ...fixed, env, algo: algorithm, seed, experiment, tags };
}
