import type { ExperimentBroker } from '@cartwheel/broker';
import type { CommandOutcome, MetricPoint, RunEvent } from '@cartwheel/experiment-state';
import { openRecord, projectFolder, syncRuns } from '@cartwheel/session';
import { readAim } from '../../resume/relays/read-aim.ts';
import { recordedCurves } from '../../resume/relays/relayed-points.ts';
import { isDeepStrictEqual } from 'node:util';
import { STEPS_AN_UPDATE, UPDATES, type Round } from './round.ts';

/** Aim's page knows a run seconds later. */
const AIM_WITHIN_MS = 60_000;

/** What a watcher of a run saw, to the run's end. */
export interface Watched {
  events: number;
  /** Versions that it was not told of, or more than once, or late. */
  outOfOrder: number;
  /** Outcomes, by the id of their command. */
  outcomes: Map<string, string[]>;
  last: RunEvent | undefined;
}

/** Watches a run from its first version on until it has ended. */
export async function watchToEnd(broker: ExperimentBroker, runId: string, signal: AbortSignal): Promise<Watched> {
  const watched: Watched = { events: 0, outOfOrder: 0, outcomes: new Map(), last: undefined };
  for await (const event of broker.watch(runId, { fromVersion: 0, signal })) {
    if (watched.last !== undefined && event.version !== watched.last.version + 1) watched.outOfOrder += 1;
    watched.events += 1;
    if (event.type === 'command-outcome') keepOutcome(watched, event.outcome);
    watched.last = event;
    if (event.type === 'state' && event.state.status === 'finished') break;
  }
  return watched;
}

function keepOutcome({ outcomes }: Watched, { commandId, status }: CommandOutcome): void {
  outcomes.set(commandId, [...(outcomes.get(commandId) ?? []), status]);
}

/** What a run left that has ended. */
interface Left {
  runId: string;
  broker: ExperimentBroker;
  aimUiUrl: string;
  watched: Watched;
  /** Ids of commands that the broker acknowledged. */
  commands: readonly string[];
}

/** Which promises a training that has ended does not keep, a line each; and how many points it left. */
export async function brokenPromises(
  { out, aimUrl }: Round,
  { runId, broker, aimUiUrl, watched, commands }: Left,
): Promise<{ broken: string[]; points: number }> {
  await using record = await openRecord(projectFolder(out), { readOnly: true });
  const points = await record.store.points(runId);
  const position = await record.store.position(runId);
  const broken = [
    ...brokenRecord(points),
    ...(await brokenRedis(broker, runId, points, position)),
    ...brokenWatch(watched, (await broker.read(runId))?.version),
    ...brokenCommands(watched, commands),
  ];
  await syncRuns({ out, run: runId, trackers: [`aim ${aimUrl}`] });
  const { curves } = await recordedCurves(out);
  const inAim = await readAim(aimUiUrl, runId, AbortSignal.timeout(AIM_WITHIN_MS)).catch(String);
  if (typeof inAim === 'string') broken.push(`Aim does not show the run as ended: ${inAim}`);
  else if (!isDeepStrictEqual(inAim, curves)) broken.push('Aim has other points than the record');
  return { broken, points: points.length };
}

function brokenRecord(points: readonly MetricPoint[]): string[] {
  const steps = points.filter(({ name }) => name === 'train/loss').map(({ step }) => step);
  const expected = Array.from({ length: UPDATES }, (_, index) => STEPS_AN_UPDATE * (index + 1));
  return isDeepStrictEqual(
    steps.toSorted((a, b) => a - b),
    expected,
  )
    ? []
    : ['the record has a hole, or a point twice'];
}

async function brokenRedis(
  broker: ExperimentBroker,
  runId: string,
  points: readonly MetricPoint[],
  position: number,
): Promise<string[]> {
  const state = await broker.read(runId);
  const window = await broker.readPoints(runId);
  return [
    state?.status === 'finished' && state.progress.timesteps === UPDATES * STEPS_AN_UPDATE
      ? ''
      : `Redis holds the state ${state?.status} at ${state?.progress.timesteps} steps`,
    window.position === position ? '' : `Redis has points to ${window.position}, the record to ${position}`,
    ...differences(newestOf(window.points).map(nameOf), points.map(nameOf)),
    window.complete ? '' : 'Redis says that its window of points is not complete',
  ].filter((line) => line !== '');
}

/** The record has one point of a series and step, the newest; the window has batches as they came. */
function newestOf(points: readonly MetricPoint[]): MetricPoint[] {
  return [...new Map(points.map((point) => [nameOf({ ...point, value: 0 }), point])).values()];
}

function differences(found: readonly string[], recorded: readonly string[]): string[] {
  const inRedis = new Set(found);
  const inRecord = new Set(recorded);
  const missing = recorded.filter((name) => !inRedis.has(name));
  const foreign = found.filter((name) => !inRecord.has(name));
  return [
    missing.length === 0 ? '' : `Redis lacks ${missing.length} points, such as ${missing[0]}`,
    foreign.length === 0 ? '' : `Redis has ${foreign.length} points that the record has not, such as ${foreign[0]}`,
  ];
}

function brokenWatch({ outOfOrder, last }: Watched, version: number | undefined): string[] {
  return [
    outOfOrder === 0 ? '' : `a watcher saw ${outOfOrder} events out of order`,
    last?.version === version ? '' : `a watcher came to version ${last?.version} of ${version}`,
  ].filter((line) => line !== '');
}

function brokenCommands({ outcomes }: Watched, commands: readonly string[]): string[] {
  const often = commands.filter((id) => outcomes.get(id)?.length !== 1);
  const expired = commands.filter((id) => outcomes.get(id)?.includes('expired') === true);
  return [
    often.length === 0 ? '' : `${often.length} of ${commands.length} commands do not have exactly one outcome`,
    expired.length === 0 ? '' : `${expired.length} of ${commands.length} commands expired while the run went on`,
  ].filter((line) => line !== '');
}

function nameOf({ name, context, step, value }: MetricPoint): string {
  return `${name} ${JSON.stringify(context)} ${step} ${value}`;
}
