import type { RunComparison } from '@cartwheel/tracking';
import Table from 'cli-table3';
import { contextLabel, formatValue } from './print-run.ts';

/** A column a run: the settings that differ, then the last value of each metric. */
export function printComparison({ runs, settings, metrics }: RunComparison): void {
  const table = new Table({
    head: ['', ...runs.map(({ runId }) => runId.slice(0, 8))],
    style: { head: [], border: [], compact: true },
  });
  table.push(['status', ...runs.map(({ status }) => status)]);
  table.push(['steps', ...runs.map(({ timesteps }) => timesteps.toLocaleString('en-US'))]);
  for (const { name, values } of settings) table.push([name, ...values.map((value) => JSON.stringify(value) ?? '')]);
  for (const { name, context, last } of metrics) {
    table.push([`${name}${contextLabel(context)}`, ...last.map((point) => (point ? formatValue(point.value) : ''))]);
  }
  process.stdout.write(`${table.toString()}\n`);
}
