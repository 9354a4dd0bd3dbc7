import { METRICS } from '@cartwheel/callbacks';
import { openRecord, projectFolder } from '@cartwheel/session';

/** What a run came to, apart from the clock. */
export interface Outcome {
  weightsHash: string;
  /** Each a text: name, context, step and the bits of the value. */
  points: string[];
}

/** Of the only run in a project folder; `stdout` is what its last process told with `--json`. */
export async function outcomeOf(out: string, stdout: string): Promise<Outcome> {
  return { weightsHash: linesOf(stdout).at(-1)?.weightsHash ?? 'none', points: await pointsOf(out) };
}

/** Of the only run in a project folder. */
export async function pointsOf(out: string): Promise<string[]> {
  await using record = await openRecord(projectFolder(out), { readOnly: true });
  const [{ runId }, ...others] = await record.store.runs();
  if (others.length > 0) throw new Error(`Expected one run in ${out}, found ${others.length + 1}.`);
  const points = (await record.store.points(runId)).filter(({ name }) => !isClock(name));
  return points.map(({ name, context, step, value }) => `${name} ${JSON.stringify(context)} ${step} ${bitsOf(value)}`);
}

/** Of the only run in a project folder, if its record says that it has finished; whoever trained it need not have told. */
export async function recordedOutcome(out: string): Promise<Outcome | undefined> {
  await using record = await openRecord(projectFolder(out), { readOnly: true });
  const [{ status, summary }] = await record.store.runs();
  return status === 'finished'
    ? { weightsHash: String(summary['weightsHash']), points: await pointsOf(out) }
    : undefined;
}

export async function hasRun(out: string): Promise<boolean> {
  try {
    await using record = await openRecord(projectFolder(out), { readOnly: true });
    return (await record.store.runs()).length > 0;
  } catch {
    return false;
  }
}

/** A line of `--json`. */
export interface Line {
  event: string;
  timesteps?: number;
  weightsHash?: string;
}

/** Those that are whole: the last one of a process that was killed may not be. */
export function linesOf(stdout: string): Line[] {
  return stdout.split('\n').flatMap((line) => (line.endsWith('}') ? [JSON.parse(line) as Line] : []));
}

/** Whether a metric depends on wall time. */
function isClock(name: string): boolean {
  const metrics: Readonly<Record<string, { clock: boolean }>> = METRICS;
  return metrics[name]?.clock ?? false;
}

function bitsOf(value: number): string {
  return Buffer.from(Float64Array.of(value).buffer).toString('hex');
}
