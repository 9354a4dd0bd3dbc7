/** What a progress line tells. */
export interface ProgressReport {
  /** `ppo CartPole-v1` */
  title: string;
  timesteps: number;
  totalTimesteps: number;
  /** Environment steps; `undefined` before it is known. */
  stepsPerSecond: number | undefined;
  /** Mean return of the last training episodes; `undefined` before one ended. */
  meanReturn: number | undefined;
}

const BAR_WIDTH = 30;
const MIN_BAR_WIDTH = 5;

/** A line without a bar: `ppo CartPole-v1: 42,000/100,000 (42%), 8,123 steps/s, mean return 213.4, 7s left`. */
export function plainLine(report: ProgressReport): string {
  const { title, timesteps, totalTimesteps } = report;
  const counted = `${count(timesteps)}/${count(totalTimesteps)} (${percent(report)})`;
  return `${title}: ${[counted, ...facts(report)].join(', ')}`;
}

/**
 * A line with a bar, at most `columns` characters wide. Where it is narrow, the bar shrinks; then what stands last is
 * left out.
 */
export function barLine(report: ProgressReport, columns: number): string {
  const counted = `${count(report.timesteps)}/${count(report.totalTimesteps)}`;
  const tail = [counted, ...facts(report)];
  while (tail.length > 1 && widthFor(report, tail, columns) < MIN_BAR_WIDTH) tail.pop();
  const width = Math.min(BAR_WIDTH, widthFor(report, tail, columns));
  const bar = width < MIN_BAR_WIDTH ? '' : `${drawBar(fraction(report), width)} `;
  return `${report.title} ${bar}${percent(report)} ${tail.join('  ')}`.slice(0, Math.max(0, columns));
}

function widthFor(report: ProgressReport, tail: readonly string[], columns: number): number {
  return columns - `${report.title}  ${percent(report)} ${tail.join('  ')}`.length;
}

function facts(report: ProgressReport): string[] {
  const { stepsPerSecond, meanReturn, timesteps, totalTimesteps } = report;
  const secondsLeft = stepsPerSecond ? Math.max(0, totalTimesteps - timesteps) / stepsPerSecond : undefined;
  return [
    stepsPerSecond === undefined ? undefined : `${count(stepsPerSecond)} steps/s`,
    meanReturn === undefined ? undefined : `mean return ${meanReturn.toFixed(1)}`,
    secondsLeft === undefined ? undefined : `${duration(secondsLeft)} left`,
  ].filter((fact) => fact !== undefined);
}

function drawBar(filled: number, width: number): string {
  const full = Math.floor(filled * width);
  return '█'.repeat(full) + '░'.repeat(width - full);
}

/** How much of the training is done, from 0 to 1. */
export function fraction({ timesteps, totalTimesteps }: Pick<ProgressReport, 'timesteps' | 'totalTimesteps'>): number {
  return totalTimesteps > 0 ? Math.min(1, timesteps / totalTimesteps) : 1;
}

/** Rounded down: 100% means done. */
function percent(report: ProgressReport): string {
  return `${Math.floor(fraction(report) * 100)}%`;
}

function count(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

/** `42s`, `3m 05s`, `2h 07m`. */
function duration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole}s`;
  if (whole < 3600) return `${Math.floor(whole / 60)}m ${two(whole % 60)}s`;
  return `${Math.floor(whole / 3600)}h ${two(Math.floor((whole % 3600) / 60))}m`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
