import type { ReactNode } from 'react';
import type { SettledRun } from '../../src/api/compared.schema.ts';
import { parallelAxes } from './parallel-axes.ts';

interface ParallelCoordinatesProps {
  runs: readonly SettledRun[];
  /** Of the runs' lines in the chart, by id. */
  colors: ReadonlyMap<string, string>;
}

/** Of a run that has no line in the chart. */
const NO_COLOR = 'var(--ink-soft)';
const AXIS_WIDTH = 130;
const HEIGHT = 220;
const MARGIN = 40;
const LONGEST_TICK = 14;

/** Each run as a line through its settings and its result: which values go with good ones is seen at once. */
export function ParallelCoordinates({ runs, colors }: ParallelCoordinatesProps): ReactNode {
  const axes = parallelAxes(runs);
  if (axes.length < 2) return null;
  const width = AXIS_WIDTH * axes.length;
  const xOf = (i: number): number => AXIS_WIDTH * (i + 0.5);
  const yOf = (place: number): number => HEIGHT - MARGIN - place * (HEIGHT - 2 * MARGIN);
  return (
    <section aria-label="Settings and results">
      <h2>Settings and results</h2>
      <div className="wide" tabIndex={0} role="region" aria-label="Parallel coordinates">
        <svg
          className="parallel"
          width={width}
          height={HEIGHT}
          role="img"
          aria-label={`${runs.length} runs as lines through ${axes.map(({ name }) => name).join(', ')}`}
        >
          {runs.map(({ runId }, run) => (
            <path
              key={runId}
              stroke={colors.get(runId) ?? NO_COLOR}
              d={pathOf(
                axes
                  .map(({ places }, i) => [xOf(i), places[run]] as const)
                  .map(([x, place]) => ({ x, y: place === null ? null : yOf(place) })),
              )}
            >
              <title>{runId.slice(0, 8)}</title>
            </path>
          ))}
          {axes.map(({ name, ticks }, i) => (
            <g key={name}>
              <line x1={xOf(i)} x2={xOf(i)} y1={yOf(0)} y2={yOf(1)} />
              <text x={xOf(i)} y={16} className="name">
                {name}
              </text>
              {ticks.map(({ place, text }) => (
                <text key={text} x={xOf(i) + 5} y={yOf(place) + (place === 0 ? 14 : -4)}>
                  {text.slice(0, LONGEST_TICK)}
                </text>
              ))}
            </g>
          ))}
        </svg>
      </div>
    </section>
  );
}

/** Broken where a run has no value. */
function pathOf(points: readonly { x: number; y: number | null }[]): string {
  return points
    .map(({ x, y }, i) => (y === null ? '' : `${i > 0 && points[i - 1].y !== null ? 'L' : 'M'}${x} ${y}`))
    .join('');
}
