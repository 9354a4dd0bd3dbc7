import type { Series } from './curves.ts';

interface Chart {
  title: string;
  x: string;
  y: string;
  series: readonly Series[];
}

const WIDTH = 640;
const HEIGHT = 380;
const PLOT = { left: 64, top: 36, right: 420, bottom: 330 };
/** Okabe and Ito's colours, which colour-blind readers tell apart. */
const COLORS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#000000'];

/** A line chart as SVG, without a library: axes with round numbers, lines, a legend. */
export function renderChart({ title, x, y, series }: Chart): string {
  const points = series.flatMap((line) => line.points);
  const xTicks = ticksOf(0, Math.max(1, ...points.map(([at]) => at)));
  const yTicks = ticksOf(
    Math.min(0, ...points.map(([, value]) => value)),
    Math.max(0, ...points.map(([, value]) => value)),
  );
  const toX = scaleOf(xTicks, PLOT.left, PLOT.right);
  const toY = scaleOf(yTicks, PLOT.bottom, PLOT.top);
  const grid = [
    ...xTicks.map((tick) => {
      const at = toX(tick).toFixed(1);
      return `<path d="M${at} ${PLOT.top}V${PLOT.bottom}" stroke="#ddd"/>${label(toX(tick), PLOT.bottom + 18, 'middle', short(tick))}`;
    }),
    ...yTicks.map((tick) => {
      const at = toY(tick).toFixed(1);
      return `<path d="M${PLOT.left} ${at}H${PLOT.right}" stroke="#ddd"/>${label(PLOT.left - 8, toY(tick) + 4, 'end', short(tick))}`;
    }),
  ];
  const lines = series.map((line, i) => {
    const stroke = `stroke="${COLORS[i % COLORS.length]}" stroke-width="2"${line.isDashed ? ' stroke-dasharray="6 4"' : ''}`;
    const path = line.points.map(([at, value]) => `${toX(at).toFixed(1)},${toY(value).toFixed(1)}`).join(' ');
    const top = PLOT.top + 8 + 20 * i;
    const key = `<path d="M${PLOT.right + 12} ${top}h22" ${stroke}/>${label(PLOT.right + 40, top + 4, 'start', line.name)}`;
    return `<polyline fill="none" ${stroke} points="${path}"/>${key}`;
  });
  const texts = [
    label(PLOT.left, 22, 'start', title),
    label((PLOT.left + PLOT.right) / 2, HEIGHT - 12, 'middle', x),
    `<g transform="rotate(-90 16 ${HEIGHT / 2})">${label(16, HEIGHT / 2, 'middle', y)}</g>`,
  ];
  const body = [...grid, ...lines, ...texts].join('\n');
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" ` +
    `font-family="sans-serif" font-size="12">\n<rect width="100%" height="100%" fill="#fff"/>\n${body}\n</svg>\n`
  );
}

/** From four to nine round numbers that enclose both. */
function ticksOf(low: number, high: number): number[] {
  const span = high - low || 1;
  const power = 10 ** Math.floor(Math.log10(span / 4));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => span / size <= 7) ?? 10 * power;
  const first = Math.floor(low / step);
  const last = Math.ceil(high / step);
  return Array.from({ length: last - first + 1 }, (_, i) => (first + i) * step);
}

function scaleOf(ticks: readonly number[], from: number, to: number): (value: number) => number {
  const [low, high] = [ticks[0], ticks[ticks.length - 1]];
  return (value) => from + ((value - low) / (high - low || 1)) * (to - from);
}

function label(x: number, y: number, anchor: string, text: string): string {
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}">${text}</text>`;
}

function short(value: number): string {
  if (Math.abs(value) >= 1e6) return `${value / 1e6}M`;
  return Math.abs(value) >= 1e4 ? `${value / 1e3}k` : String(Number(value.toPrecision(6)));
}
