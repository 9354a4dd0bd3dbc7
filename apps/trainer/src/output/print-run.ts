import type { CheckpointRecord } from '@cartwheel/experiment-state';
import type { MetricSeries, RelayCursor, RunRecord } from '@cartwheel/tracking';
import Table from 'cli-table3';

/** All that the store has of a run, but for its points. */
export interface RunReport {
  run: RunRecord;
  series: readonly MetricSeries[];
  checkpoints: readonly CheckpointRecord[];
  trackers: readonly RelayCursor[];
}

export function printRun({ run, series, checkpoints, trackers }: RunReport): void {
  const facts = new Table({ style: { head: [], border: [], compact: true } });
  for (const [name, value] of factsOf(run)) facts.push({ [name]: value });
  const metrics = new Table({
    head: ['metric', 'points', 'last step', 'last value'],
    style: { head: [], border: [], compact: true },
  });
  for (const { name, context, count, last } of series) {
    metrics.push([
      `${name}${contextLabel(context)}`,
      count,
      last.step.toLocaleString('en-US'),
      formatValue(last.value),
    ]);
  }
  const folders = checkpoints.map(({ step, path }) => `  ${step.toLocaleString('en-US').padStart(10)}  ${path}`);
  const relayed = trackers.length > 0 ? ['trackers', ...trackers.map(trackerLine)] : [];
  process.stdout.write(`${[facts.toString(), metrics.toString(), 'checkpoints', ...folders, ...relayed].join('\n')}\n`);
}

function factsOf(run: RunRecord): [string, string][] {
  return [
    ['run', run.runId],
    ['experiment', run.experiment],
    ['status', run.error ? `${run.status}: ${run.error.message} (${run.error.code})` : run.status],
    ['what', `${run.algorithm} on ${run.env}, seed ${run.seed}`],
    ['steps', `${run.timesteps.toLocaleString('en-US')} of ${run.totalTimesteps.toLocaleString('en-US')}`],
    ['tags', run.tags.join(', ')],
    ['started', new Date(run.createdAt).toISOString()],
    [
      'hyperparameters',
      Object.entries(run.hyperparameters)
        .map(([name, value]) => `${name}: ${JSON.stringify(value)}`)
        .join('\n'),
    ],
    [
      'summary',
      Object.entries(run.summary)
        .map(([name, value]) => `${name}: ${typeof value === 'number' ? formatValue(value) : value}`)
        .join('\n'),
    ],
  ];
}

function trackerLine({ tracker, pending, error }: RelayCursor): string {
  const left = pending === 0 ? 'has everything' : `lacks ${pending.toLocaleString('en-US')} points and entries`;
  return `  ${tracker}  ${left}${error === null ? '' : ` (${error})`}`;
}

export function contextLabel(context: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(context).map(([key, value]) => `${key}=${value}`);
  return pairs.length === 0 ? '' : ` {${pairs.join(', ')}}`;
}

export function formatValue(value: number): string {
  return Number.isInteger(value) ? value.toLocaleString('en-US') : value.toPrecision(6);
}
