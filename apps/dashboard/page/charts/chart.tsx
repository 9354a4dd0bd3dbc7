import { useEffect, useRef, type ReactNode } from 'react';
import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { Curve } from '../../src/api/curve.schema.ts';
import { formatValue } from '../format.ts';
import { chartData, type XAxis } from './chart-data.ts';
import { colorOf } from './colors.ts';

export interface Line {
  label: string;
  curve: Curve;
}

export interface ChartProps {
  title: string;
  lines: readonly Line[];
  /** 0 to below 1. */
  smoothing: number;
  isLog: boolean;
  x: XAxis;
}

const HEIGHT = 220;

/** A picture of one metric: drag to zoom all pictures of the page, double-click to see all. */
export function Chart({ title, lines, smoothing, isLog, x }: ChartProps): ReactNode {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<UPlot>(undefined);
  const labels = lines.map(({ label }) => label).join('\n');

  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    const made = new UPlot(
      optionsFor({ width: element.clientWidth, labels: labels.split('\n'), isLog, x }),
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
  }, [labels, isLog, x]);

  useEffect(() => {
    plot.current?.setData(
      chartData(
        lines.map(({ curve }) => curve),
        { smoothing, x },
      ),
    );
  }, [lines, smoothing, labels, isLog, x]);

  const last = lines.length === 1 ? lines[0].curve.values.at(-1) : undefined;
  return (
    <figure className="chart">
      <figcaption>
        <span>{title}</span>
        {last === undefined ? null : <output>{formatValue(last)}</output>}
      </figcaption>
      <div ref={place} role="img" aria-label={`${title}: ${describe(lines)}`} />
    </figure>
  );
}

function describe(lines: readonly Line[]): string {
  return lines
    .map(
      ({ label, curve }) => `${label} ${formatValue(curve.values.at(-1) ?? null)} after ${curve.values.length} points`,
    )
    .join(', ');
}

function optionsFor({
  width,
  labels,
  isLog,
  x,
}: {
  width: number;
  labels: readonly string[];
  isLog: boolean;
  x: XAxis;
}): UPlot.Options {
  const ink = getComputedStyle(document.documentElement).getPropertyValue('--ink-soft');
  const grid = { stroke: getComputedStyle(document.documentElement).getPropertyValue('--line'), width: 1 };
  const axis = { stroke: ink, grid, ticks: grid };
  return {
    width,
    height: HEIGHT,
    cursor: { sync: { key: 'page' }, drag: { x: true, y: false } },
    legend: { show: labels.length > 1 },
    scales: { x: { time: false }, y: { distr: isLog ? 3 : 1 } },
    axes: [
      {
        ...axis,
        values: (_plot, ticks) => ticks.map((tick) => (x === 'time' ? `${formatValue(tick)} s` : compact(tick))),
      },
      { ...axis, size: 64, values: (_plot, ticks) => ticks.map((tick) => (tick === null ? '' : formatValue(tick))) },
    ],
    series: [
      { label: x === 'time' ? 'seconds' : 'steps' },
      ...labels.map((label, i) => ({ label, stroke: colorOf(i), width: 1.5, spanGaps: true, points: { show: false } })),
    ],
  };
}

const compactNumber = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });
const compact = (value: number): string => compactNumber.format(value);
