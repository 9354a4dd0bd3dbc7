import type { RunResult } from '@cartwheel/session';

/** What a person wants to know when a training has ended, and what to try next. */
export function printSummary(result: RunResult, out: string): void {
  const lines = [
    '',
    `Run ${result.runId} ${result.status}: ${integer(result.timesteps)} steps in ${result.seconds.toFixed(1)} s (${integer(result.stepsPerSecond)} steps/s).`,
    ...(result.stopReason === null ? [] : [`Stopped early: ${result.stopReason}.`]),
    ...(result.evalMean === null || result.evalStd === null
      ? []
      : [`Evaluation: mean return ${result.evalMean.toFixed(2)} ± ${result.evalStd.toFixed(2)}.`]),
    '',
    'Next:',
    ...nextCommands(result.runId.slice(0, 8), out).map((command) => `  npx cartwheel ${command}`),
    '',
  ];
  process.stdout.write(lines.join('\n'));
}

function nextCommands(run: string, out: string): string[] {
  const folder = out === './cartwheel-runs' ? '' : ` --out ${out}`;
  return [`runs show ${run}${folder}`, `eval ${run} --episodes 100${folder}`, `runs list${folder}`];
}

function integer(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}
