import { METRICS, type MetricName } from '@cartwheel/callbacks';

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const short = new Intl.NumberFormat('en', { maximumSignificantDigits: 4 });
const three = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });
const ago = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'short' });

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

/** Three decimals, for what changes fast: it keeps its width. No −0. */
export function formatFixed(value: number): string {
  return (Math.round(value * 1000) / 1000 + 0).toFixed(3);
}

/** A metric's value with its unit, where it is of bytes or seconds: `220 MB`. */
export function formatMetric(name: string, value: number | null): string {
  const unit = unitOf(name);
  if (value === null || unit === undefined || !Number.isFinite(value)) return formatValue(value);
  return unit === 'bytes' ? formatBytes(value) : `${formatValue(value)} ${unit}`;
}

function unitOf(name: string): 'bytes' | 's' | undefined {
  const unit = Object.hasOwn(METRICS, name) ? METRICS[name as MetricName].unit : undefined;
  return unit === 'bytes' || unit === 's' ? unit : undefined;
}

const BYTE_UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const;

/** In thousands, as disks and memory are sold. */
function formatBytes(value: number): string {
  const power = value === 0 ? 0 : Math.floor(Math.log10(Math.abs(value)) / 3);
  const unit = Math.min(Math.max(power, 0), BYTE_UNITS.length - 1);
  return `${three.format(value / 1000 ** unit)} ${BYTE_UNITS[unit]}`;
}

/** A hyperparameter as people write it: `0.001 → 0, linear`. */
export function formatSetting(value: unknown): string {
  if (value === undefined || value === null) return '–';
  if (typeof value === 'string') return value;
  if (typeof value === 'object' && 'kind' in value && value.kind === 'linear' && 'from' in value && 'to' in value) {
    return `${String(value.from)} → ${String(value.to)}, linear`;
  }
  if (typeof value === 'object' && 'kind' in value && value.kind === 'table' && 'values' in value) {
    return formatTable(value.values);
  }
  return JSON.stringify(value);
}

/** A schedule that is no straight line: where it begins and ends. */
function formatTable(values: unknown): string {
  return Array.isArray(values) ? `${values.at(0)} → ${values.at(-1)}, by a table` : JSON.stringify(values);
}

/** "5 min. ago". */
export function formatAge(time: number, now: number): string {
  const seconds = (time - now) / 1000;
  if (seconds > -60) return ago.format(Math.round(seconds), 'second');
  if (seconds > -3600) return ago.format(Math.round(seconds / 60), 'minute');
  if (seconds > -86_400) return ago.format(Math.round(seconds / 3600), 'hour');
  return ago.format(Math.round(seconds / 86_400), 'day');
}
