import type { RunRecord } from '@cartwheel/tracking';
import Table from 'cli-table3';

export function printRunTable(runs: readonly RunRecord[]): void {
  if (runs.length === 0) {
    process.stdout.write('No runs yet. Start one: npx cartwheel train --env CartPole-v1 --algo ppo\n');
    return;
  }
  const table = new Table({
    head: ['run', 'status', 'algorithm', 'environment', 'seed', 'steps', 'eval', 'started'],
    style: { head: [], border: [], compact: true },
  });
  for (const run of runs) table.push(rowOf(run));
  process.stdout.write(`${table.toString()}\n`);
}

function rowOf(run: RunRecord): string[] {
  return [
    run.runId.slice(0, 8),
    run.status,
    run.algorithm,
    run.env,
    String(run.seed),
    `${run.timesteps.toLocaleString('en-US')} / ${run.totalTimesteps.toLocaleString('en-US')}`,
    typeof run.summary['evalMean'] === 'number' ? run.summary['evalMean'].toFixed(1) : '',
    new Date(run.createdAt).toISOString().slice(0, 19).replace('T', ' '),
  ];
}
