import type { FaultName } from './faults.ts';
import type { Holdings } from './round.ts';

/** A round that has ended. */
export interface RoundReport {
  seconds: number;
  points: number;
  events: number;
  /** That the broker acknowledged; each was settled exactly once, or it is among what is broken. */
  commands: number;
  faults: Record<FaultName, number>;
  longestUpdateMs: number;
  holdings: Holdings;
  broken: string[];
}

/** What a soak found. */
export interface SoakReport {
  minutes: number;
  seed: number;
  node: string;
  processor: string;
  /** How often Aim did not come back after a kill until it was started once more. */
  aimRepeats: number;
  rounds: RoundReport[];
}

/** What grows or is broken, a line each. The first round warms the process up: what comes after is compared with the second. */
export function soakFaults({ rounds }: SoakReport): string[] {
  const broken = rounds.flatMap((round, index) => round.broken.map((line) => `round ${index + 1}: ${line}`));
  const [, second, ...rest] = rounds.map(({ holdings }) => holdings);
  const last = rest.at(-1);
  if (last === undefined) return [...broken, 'too short: growth is seen from the third round on'];
  const third = Math.ceil(rest.length / 3);
  const grown = (name: keyof Holdings): number =>
    growth(median(rest.slice(0, third), name), median(rest.slice(-third), name));
  return [
    ...broken,
    ...(['handles', 'openFiles', 'listeners'] as const)
      .filter((name) => last[name] > second[name])
      .map((name) => `${name}: ${second[name]} after the second round, ${last[name]} after the last`),
    ...(grown('rssMb') > RSS_MAY_GROW ? [`the resident memory grew by ${percent(grown('rssMb'))}`] : []),
    ...(grown('heapMb') > HEAP_MAY_GROW ? [`the heap grew by ${percent(grown('heapMb'))}`] : []),
    ...(last.unhandled > 0 ? [`${last.unhandled} rejections that nobody handled`] : []),
  ];
}

/** From the first third of the rounds to the last: what a garbage collector leaves open. */
const RSS_MAY_GROW = 0.15;

/** As above, of what is left after a collection: what the optimiser learns about the code in the first minutes. */
const HEAP_MAY_GROW = 0.05;

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}

/** docs/benchmarks/soak.md. */
export function soakPage(report: SoakReport): string {
  const { rounds } = report;
  const sum = (of: (round: RoundReport) => number): string =>
    rounds.reduce((total, round) => total + of(round), 0).toLocaleString('en-US');
  const faults = soakFaults(report);
  const rows = rounds.map(({ seconds, holdings: h, faults: f, longestUpdateMs }, index) => {
    const counts = Object.values(f).reduce((total, count) => total + count, 0);
    return `| ${index + 1} | ${seconds.toFixed(0)} | ${counts} | ${h.rssMb.toFixed(0)} | ${h.heapMb.toFixed(1)} | ${h.handles} | ${h.timers} | ${h.openFiles} | ${h.listeners} | ${longestUpdateMs.toFixed(0)} |`;
  });
  const names = Object.keys(rounds[0]?.faults ?? {}) as FaultName[];
  return `# Soak

Written by \`npm run soak -- --minutes 60\` from [soak.json](soak.json); edit neither. One process trains PPO run after run, with a
real Redis (\`appendfsync always\`) and a real Aim server, which are broken at random moments. After each training it is checked
that the record has no hole and no point twice, that Aim has the record's points, that Redis has its state and its points, and
that a watcher saw every version in order. Between trainings the process says what it holds.

This one ran for ${report.minutes.toFixed(1)} minutes with seed ${report.seed}: ${rounds.length} trainings, on ${report.processor}, Node ${report.node}.
${faults.length === 0 ? 'All promises held, and nothing grew.' : `\n${faults.map((line) => `- ${line}`).join('\n')}\n`}

| what | count |
| --- | ---: |
${names.map((name) => `| ${name} | ${sum((round) => round.faults[name])} |`).join('\n')}
| points recorded, and found in Aim and Redis | ${sum(({ points }) => points)} |
| commands sent, each settled once | ${sum(({ commands }) => commands)} |
| times that Aim had to be started once more to come back | ${report.aimRepeats} |
| events that the watchers saw | ${sum(({ events }) => events)} |

| training | s | faults | RSS, MB | heap, MB | handles | timers | open files | listeners | longest update, ms |
| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
${rows.join('\n')}
`;
}

function growth(before: number, after: number): number {
  return after / before - 1;
}

function median(all: readonly Holdings[], name: keyof Holdings): number {
  const sorted = all.map((each) => each[name]).toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
