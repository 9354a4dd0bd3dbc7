const BARS = '▁▂▃▄▅▆▇█';

/** The last `width` values as bars between the least and the greatest of them; gaps for what is no number. */
export function sparkline(values: readonly number[], width: number): string {
  const shown = values.slice(-width);
  const finite = shown.filter(Number.isFinite);
  const low = Math.min(...finite);
  const range = Math.max(...finite) - low;
  return shown
    .map((value) => (Number.isFinite(value) ? barOf(range === 0 ? 0.5 : (value - low) / range) : ' '))
    .join('');
}

function barOf(height: number): string {
  return BARS[Math.min(BARS.length - 1, Math.floor(height * BARS.length))] ?? ' ';
}
