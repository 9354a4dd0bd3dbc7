const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const short = new Intl.NumberFormat('en', { maximumSignificantDigits: 4 });
const ago = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

export function formatCount(value: number): string {
  return whole.format(value);
}

/** Four digits; small and large ones with a power of ten. */
export function formatValue(value: number | null): string {
  if (value === null) return '–';
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  return size !== 0 && (size < 1e-3 || size >= 1e7) ? value.toExponential(2) : short.format(value);
}

/** A hyperparameter as people write it: `0.001 → 0, linear`. */
export function formatSetting(value: unknown): string {
  if (value === undefined || value === null) return '–';
  if (typeof value === 'string') return value;
  if (typeof value === 'object' && 'kind' in value && value.kind === 'linear' && 'from' in value && 'to' in value) {
    return `${String(value.from)} → ${String(value.to)}, linear`;
  }
  return JSON.stringify(value);
}

/** "5 minutes ago". */
export function formatAge(time: number, now: number): string {
  const seconds = (time - now) / 1000;
  if (seconds > -60) return ago.format(Math.round(seconds), 'second');
  if (seconds > -3600) return ago.format(Math.round(seconds / 60), 'minute');
  if (seconds > -86_400) return ago.format(Math.round(seconds / 3600), 'hour');
  return ago.format(Math.round(seconds / 86_400), 'day');
}
