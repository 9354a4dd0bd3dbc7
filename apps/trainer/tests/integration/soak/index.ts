/**
 * `npm run soak -- --minutes 60`: trains again and again while Redis and Aim are broken at random, and checks what was promised;
 * what it found in docs/benchmarks/soak.md. Ends with 1 where a promise is broken or the process grows.
 */
import { execFileSync, fork } from 'node:child_process';
import { on } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createRedisBroker } from '@cartwheel/broker/redis';
import { createGenerator } from '@cartwheel/random';
import { commandUntil } from './commands.ts';
import { startBreakableServices } from './faults.ts';
import { brokenPromises, watchToEnd } from './promises.ts';
import { startRunClock } from './run-clock.ts';
import { soakFaults, soakPage, type RoundReport, type SoakReport } from './report.ts';
import { UNDISTURBED, type Round, type Told } from './round.ts';

const { values: options } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    seed: { type: 'string', default: '1' },
    /** The pause after each update. */
    'update-ms': { type: 'string', default: '150' },
  },
});
const FOLDER = new URL('../../../../../docs/benchmarks/', import.meta.url);
const dir = mkdtempSync(join(tmpdir(), 'cartwheel-soak-'));
const seed = Number(options.seed);

const child = fork(fileURLToPath(new URL('training-process.ts', import.meta.url)), {
  execArgv: ['--expose-gc', '-C', '@cartwheel/source', '--import', 'tsx'],
});
const told = on(child, 'message', { close: ['exit'] });
const report: SoakReport = {
  minutes: 0,
  seed,
  node: process.versions.node,
  processor: `${cpus()[0].model}, ${availableParallelism()} cores`,
  aimRepeats: 0,
  rounds: [],
};
try {
  await expectTold('ready');
  await soak();
} finally {
  child.disconnect();
  rmSync(dir, { recursive: true, force: true });
}
writeReport();
const faults = soakFaults(report);
process.stdout.write(faults.length === 0 ? 'All promises held, and nothing grew.\n' : `${faults.join('\n')}\n`);
process.exitCode = faults.length === 0 ? 0 : 1;

/** After each training, so that a soak that was ended leaves what it found. */
function writeReport(): void {
  const page = (name: string): string => fileURLToPath(new URL(name, FOLDER));
  writeFileSync(page('soak.json'), JSON.stringify(report));
  writeFileSync(page('soak.md'), soakPage(report));
  execFileSync('npx', ['--no-install', 'oxfmt', page('soak.json'), page('soak.md')]);
}

async function soak(): Promise<void> {
  await using services = await startBreakableServices(dir, seed);
  await using broker = await createRedisBroker({ url: services.redisUrl });
  using clock = startRunClock();
  const minutes = (): number => clock.ms() / 60_000;
  while (minutes() < Number(options.minutes)) {
    const number = report.rounds.length + 1;
    const { redisUrl, aimUrl } = services;
    const round: Round = {
      seed: seed + number,
      out: join(dir, `round-${number}`),
      redisUrl,
      aimUrl,
      updateMs: Number(options['update-ms']),
    };
    const outcome = await roundOf(round, services, broker);
    report.rounds.push(outcome);
    report.minutes = minutes();
    report.aimRepeats = services.aimRepeats();
    writeReport();
    rmSync(round.out, { recursive: true });
    process.stderr.write(`round ${number}, ${report.minutes.toFixed(1)} min: ${JSON.stringify(outcome)}\n`);
  }
}

type Services = Awaited<ReturnType<typeof startBreakableServices>>;
type Broker = Awaited<ReturnType<typeof createRedisBroker>>;

async function roundOf(round: Round, services: Services, broker: Broker): Promise<RoundReport> {
  const begun = performance.now();
  child.send(round);
  const { runId } = await expectTold('started');
  const end = new AbortController();
  const watching = watchToEnd(broker, runId, end.signal);
  const disturbed = new AbortController();
  const breaking = services.breakUntil(disturbed.signal);
  const commanding = commandUntil(broker, runId, { random: createGenerator(round.seed), signal: disturbed.signal });
  await expectTold('nearly finished');
  disturbed.abort();
  const counts = await breaking;
  const commands = await commanding;
  child.send(UNDISTURBED);
  const finished = await expectTold('finished');
  const seconds = Math.round((performance.now() - begun) / 1000);
  // What it has not seen a minute later it will not see.
  const late = setTimeout(() => end.abort(), 60_000);
  const watched = await watching;
  clearTimeout(late);
  const { broken, points } = await brokenPromises(round, {
    runId,
    broker,
    aimUiUrl: services.aimUiUrl,
    watched,
    commands,
  });
  const { longestUpdateMs, holdings } = finished;
  return {
    seconds,
    points,
    events: watched.events,
    commands: commands.length,
    faults: counts,
    longestUpdateMs,
    holdings,
    broken,
  };
}

async function expectTold<Event extends Told['event']>(event: Event): Promise<Extract<Told, { event: Event }>> {
  const { value } = await told.next();
  const [message] = (value ?? [{ event: 'failed', error: 'the training process has ended' }]) as [Told];
  if (message.event === event) return message as Extract<Told, { event: Event }>;
  throw new Error(`Expected "${event}" of the training process, received ${JSON.stringify(message)}`);
}
