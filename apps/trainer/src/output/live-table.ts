import { clearScreenDown, moveCursor } from 'node:readline';
import type { ExperimentState } from '@cartwheel/experiment-state';
import Table from 'cli-table3';
import { sparkline } from './sparkline.ts';

export interface LiveTable {
  /** @param isLast Nothing comes after it: it stays. */
  show(state: ExperimentState, isLast: boolean): void;
  /** A line that goes with the table from now on, until the next. */
  note(text: string): void;
}

const SPARKLINE_WIDTH = 30;
const KEPT_VALUES = 200;
/** Faster nobody can read. */
const SHOWN_EVERY_MS = 200;

/** A table of a run's state that is drawn over itself in a terminal; elsewhere only the last one is written. */
export function createLiveTable(stream: NodeJS.WriteStream, now: () => number = Date.now): LiveTable {
  const history = new Map<string, number[]>();
  let lastNote = '';
  let lines = 0;
  let shownAt = Number.NEGATIVE_INFINITY;

  function remember({ metrics }: ExperimentState): void {
    for (const [key, { value }] of Object.entries(metrics)) {
      const values = history.get(key) ?? [];
      if (values.length === 0 || values.at(-1) !== value) values.push(value);
      history.set(key, values.slice(-KEPT_VALUES));
    }
  }

  function draw(state: ExperimentState): void {
    if (stream.isTTY && lines > 0) {
      moveCursor(stream, 0, -lines);
      clearScreenDown(stream);
    }
    const text = `${render(state, history)}\n${lastNote === '' ? '' : `${lastNote}\n`}`;
    stream.write(text);
    lines = text.split('\n').length - 1;
  }

  return {
    show(state, isLast) {
      remember(state);
      if (!isLast && (!stream.isTTY || now() - shownAt < SHOWN_EVERY_MS)) return;
      shownAt = now();
      draw(state);
    },
    note(text) {
      lastNote = text;
      if (!stream.isTTY) stream.write(`${text}\n`);
    },
  };
}

function render(state: ExperimentState, history: ReadonlyMap<string, readonly number[]>): string {
  const { timesteps, totalTimesteps, stepsPerSecond, secondsLeft } = state.progress;
  const left = secondsLeft === null ? '' : `, ${Math.ceil(secondsLeft)} s left`;
  const head = [
    `${state.runId.slice(0, 8)}  ${state.status}  ${state.algorithm} on ${state.env}`,
    `${integer(timesteps)} of ${integer(totalTimesteps)} steps, ${integer(stepsPerSecond)}/s${left}`,
  ];
  const table = new Table({ head: ['metric', 'value', ''], style: { head: [], border: [], compact: true } });
  for (const [key, { value }] of Object.entries(state.metrics).toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    table.push([key, formatted(value), sparkline(history.get(key) ?? [], SPARKLINE_WIDTH)]);
  }
  return [...head, table.toString()].join('\n');
}

function integer(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

function formatted(value: number): string {
  return Number.isInteger(value) ? integer(value) : value.toPrecision(5);
}
