import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { openRunStore, openTracker, syncRun } from '../../../src/index.ts';
import type { DeliveredPoint } from '../../../src/testing/index.ts';
import type { TestServer } from '../python-server.ts';
import type { RunningProgram, StartProgram } from '../start-program.ts';

export interface FaultyRelaysOptions {
  dir: string;
  runId: string;
  tracker: string;
  start: StartProgram;
  /** Killed and restarted under load; without one, the writer alone is killed. */
  server?: TestServer;
  serverKills: number;
  writerKills: number;
  random: () => number;
  read: (runId: string) => Promise<DeliveredPoint[]>;
  /** The value as the target can hold it. */
  held?: (value: number) => number;
}

export interface FaultyRelaysReport {
  serverKills: number;
  writerKills: number;
  points: number;
  lost: number;
  doubled: number;
  /** Neither lost nor doubled, and yet other than in the store. */
  wrong: number;
}

const PAUSE_MS = 5;

/** Kills a tracker's server and the process that writes and relays, and compares what the target has with the store. */
export async function breakRelays(options: FaultyRelaysOptions): Promise<FaultyRelaysReport> {
  const { dir, runId, tracker, serverKills, writerKills } = options;
  await killUnderLoad(options);
  const store = await openRunStore({ dir });
  const { error } = await syncRun({ store, runId, tracker: await openTracker(tracker) });
  const expected = await store.points(runId);
  await store.close();
  if (error) throw error;
  return { serverKills, writerKills, ...compare(expected, await options.read(runId), options.held) };
}

/** Leaves no process behind, also when a server does not start again. */
async function killUnderLoad(options: FaultyRelaysOptions): Promise<void> {
  const { serverKills, writerKills, random } = options;
  let writer = await startRelaying(options);
  try {
    for (let round = 0; round < Math.max(serverKills, writerKills); round++) {
      await delay(300 + random() * 1500);
      if (round < serverKills) await restart(options);
      if (round >= writerKills) continue;
      await delay(random() * 500);
      await end(writer, 'SIGKILL');
      writer = await startRelaying(options);
    }
    await end(writer, 'SIGTERM');
  } finally {
    writer.kill('SIGKILL');
  }
}

async function restart({ server, random }: FaultyRelaysOptions): Promise<void> {
  await server?.kill();
  await delay(random() * 500);
  await server?.start();
}

async function startRelaying({ start, dir, runId, tracker }: FaultyRelaysOptions): Promise<RunningProgram> {
  const writer = start('relaying-writer', dir, runId, String(PAUSE_MS), tracker);
  await once(writer.stdout, 'data');
  return writer;
}

async function end(writer: RunningProgram, signal: NodeJS.Signals): Promise<void> {
  const gone = once(writer, 'exit');
  writer.kill(signal);
  await gone;
}

function compare(
  expected: readonly DeliveredPoint[],
  found: readonly DeliveredPoint[],
  held: (value: number) => number = (value) => value,
): Pick<FaultyRelaysReport, 'points' | 'lost' | 'doubled' | 'wrong'> {
  const keyOf = ({ name, context, step }: DeliveredPoint): string => `${name} ${JSON.stringify(context)} ${step}`;
  const values = new Map(found.map((point) => [keyOf(point), point.value]));
  const missing = expected.filter((point) => !values.has(keyOf(point)));
  const wrong = expected.filter((point) => {
    const value = values.get(keyOf(point));
    return value !== undefined && !Object.is(value, held(point.value));
  });
  const foreign = Math.max(0, values.size - (expected.length - missing.length));
  return {
    points: expected.length,
    lost: missing.length,
    doubled: found.length - values.size,
    wrong: wrong.length + foreign,
  };
}
