import type { Line } from './line.ts';

/** A row a point: which curve, step, time (ISO 8601) and value. NaN and infinities stand by their names. */
export function curvesCsv(lines: readonly Line[]): string {
  const rows = lines.flatMap(({ label, curve: { name, steps, times, values } }) =>
    steps.map((step, i) => [label, name, step, new Date(times[i]).toISOString(), values[i]]),
  );
  return [['curve', 'metric', 'step', 'time', 'value'], ...rows]
    .map((row) => `${row.map(fieldOf).join(',')}\r\n`)
    .join('');
}

/** Quoted where it must be; what a spreadsheet would take for a formula is told to be text. */
function fieldOf(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
