import { useEffect, useRef, useState, type ReactNode } from 'react';
import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { Curve } from '../../src/api/curve.schema.ts';
import { formatCount, formatMetric, formatValue } from '../format.ts';
import { useIsDark } from '../use-is-dark.ts';
import { ChartDownloads } from './chart-downloads.tsx';
import { chartData, type XAxis } from './chart-data.ts';
import { colorOf } from './colors.ts';
import type { Line } from './line.ts';

export interface ChartProps {
  title: string;
  lines: readonly Line[];
  /** 0 to below 1. */
  smoothing: number;
  isLog: boolean;
  x: XAxis;
  /** Steps before which points are missing. */
  marks?: readonly number[];
}

const HEIGHT = 220;
const NO_MARKS: readonly number[] = [];

/** A picture of one metric: drag to zoom all pictures of the page, double-click to see all. */
export function Chart({ title, lines, smoothing, isLog, x, marks = NO_MARKS }: ChartProps): ReactNode {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<UPlot>(undefined);
  const marked = useRef(marks);
  const [hovered, setHovered] = useState<number>();
  const isDark = useIsDark();
  const metric = lines.at(0)?.curve.name ?? title;
  const labels = lines.map(({ label }) => label).join('\n');
  const banded = lines.map(({ band }) => (band === undefined ? '' : 'b')).join('\n');

  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    const made = new UPlot(
      optionsFor({
        width: element.clientWidth,
        labels: labels.split('\n'),
        banded: banded.split('\n'),
        isLog,
        x,
        format: (value) => formatMetric(metric, value),
        marks: () => marked.current,
        onHover: setHovered,
      }),
      [[]],
      element,
    );
    plot.current = made;
    const observer = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: HEIGHT }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
    };
  }, [labels, banded, isLog, x, isDark, metric]);

  useEffect(() => {
    const data = chartData(lines, { smoothing, x });
    // uPlot has no axis for nothing.
    if (data[0].length > 0 && plot.current !== undefined) show(plot.current, data);
  }, [lines, smoothing, labels, banded, isLog, x, isDark, metric]);

  useEffect(() => {
    marked.current = x === 'steps' ? marks : NO_MARKS;
    // Not its paths: they would be drawn on the scale of before, in the place of the data that was just set.
    if (hasPoints(plot.current)) plot.current?.redraw(false);
  }, [marks, x]);

  const shown = lines.length === 1 ? valueShown(lines[0].curve, hovered) : undefined;
  return (
    <figure className="chart">
      <figcaption>
        <span title={title}>{title}</span>
        {shown === undefined ? null : <output>{shown}</output>}
        <ChartDownloads title={title} lines={lines} canvas={() => plot.current?.ctx.canvas} />
      </figcaption>
      <div ref={place} role="img" aria-label={`${title}: ${describe(lines)}`} />
    </figure>
  );
}

/** New data on the stretch that somebody has zoomed to, and all of it where nobody has. */
function show(plot: UPlot, data: UPlot.AlignedData): void {
  const { min, max } = plot.scales['x'];
  const [places] = plot.data;
  plot.setData(data);
  if (min === undefined || max === undefined || places.length < 2) return;
  if (min > places[0] || max < places[places.length - 1]) plot.setScale('x', { min, max });
}

function hasPoints(plot: UPlot | undefined): boolean {
  return plot !== undefined && plot.data[0].length > 0;
}

/** The value under the pointer, with its step; the newest where the pointer is elsewhere. */
function valueShown({ name, steps, values }: Curve, hovered: number | undefined): string | undefined {
  if (hovered !== undefined && hovered < values.length) {
    return `${formatMetric(name, values[hovered])} at step ${formatCount(steps[hovered])}`;
  }
  const last = values.at(-1);
  return last === undefined ? undefined : formatMetric(name, last);
}

function describe(lines: readonly Line[]): string {
  return lines
    .map(
      ({ label, curve: { name, values } }) =>
        `${label} ${formatMetric(name, values.at(-1) ?? null)} after ${values.length} points`,
    )
    .join(', ');
}

function optionsFor({
  width,
  labels,
  banded,
  isLog,
  x,
  format,
  marks,
  onHover,
}: {
  width: number;
  labels: readonly string[];
  /** Of each label, whether it has a band; empty where not. */
  banded: readonly string[];
  isLog: boolean;
  x: XAxis;
  /** A value of the metric, as people read it. */
  format: (value: number | null) => string;
  marks: () => readonly number[];
  onHover: (index: number | undefined) => void;
}): UPlot.Options {
  const ink = getComputedStyle(document.documentElement).getPropertyValue('--ink-soft');
  const grid = { stroke: getComputedStyle(document.documentElement).getPropertyValue('--line'), width: 1 };
  const axis = { stroke: ink, grid, ticks: grid };
  const withBand = banded.flatMap((has, i) => (has === '' ? [] : [i]));
  return {
    width,
    height: HEIGHT,
    cursor: { sync: { key: 'page' }, drag: { x: true, y: false } },
    legend: { show: labels.length > 1 },
    hooks: {
      draw: [(plot) => drawMarks(plot, marks(), ink)],
      setCursor: [({ cursor }) => onHover(cursor.idx ?? undefined)],
    },
    scales: { x: { time: false }, y: { distr: isLog ? 3 : 1 } },
    axes: [
      {
        ...axis,
        size: 28,
        values: (_plot, ticks) => ticks.map((tick) => (x === 'time' ? `${formatValue(tick)} s` : compact(tick))),
      },
      { ...axis, size: 64, values: (_plot, ticks) => ticks.map((tick) => (tick === null ? '' : format(tick))) },
    ],
    series: [
      { label: x === 'time' ? 'seconds' : x, value: (_plot, value) => formatValue(value) },
      ...labels.map((label, i) => seriesOf(label, colorOf(i), format)),
      ...withBand.flatMap(() => [EDGE, EDGE]),
    ],
    bands: withBand.map((line, i) => {
      const low = 1 + labels.length + 2 * i;
      return { series: [low + 1, low], fill: `${colorOf(line)}33` };
    }),
  };
}

/** A line; of a curve with one point, that point. */
function seriesOf(label: string, color: string, format: (value: number | null) => string): UPlot.Series {
  return {
    label,
    stroke: color,
    width: 1.5,
    spanGaps: true,
    points: { show: ({ data }, at) => isSingle(data[at]), fill: color },
    value: (_plot, value) => format(value),
  };
}

/** Whether there is one value and no more. */
function isSingle(values: ArrayLike<number | null | undefined>): boolean {
  let count = 0;
  for (let i = 0; i < values.length && count < 2; i++) if (typeof values[i] === 'number') count += 1;
  return count === 1;
}

/** What bounds a band has no line, and no place in the legend. */
const EDGE: UPlot.Series = { show: true, width: 0, spanGaps: true, points: { show: false }, class: 'edge' };

/** A dashed line where a curve begins late, or goes on after a gap. */
function drawMarks(plot: UPlot, marks: readonly number[], ink: string): void {
  const { ctx: context, bbox } = plot;
  context.save();
  context.strokeStyle = ink;
  context.setLineDash([4, 4]);
  for (const step of marks) {
    const left = plot.valToPos(step, 'x', true);
    if (left < bbox.left || left > bbox.left + bbox.width) continue;
    context.beginPath();
    context.moveTo(left, bbox.top);
    context.lineTo(left, bbox.top + bbox.height);
    context.stroke();
  }
  context.restore();
}

const compactNumber = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });
const compact = (value: number): string => compactNumber.format(value);
