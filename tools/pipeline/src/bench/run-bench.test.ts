import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { unpadded } from '../../tests/unpadded.ts';
import { RECORDS, recordsIn } from '../read-record.ts';
import { benchPage } from './bench-page.ts';
import { parseResults } from './bench-results.ts';
import { ceilingsIn, ratiosIn } from './ratios.ts';
import { runBench } from './run-bench.ts';
import { commandsOf, SUITES } from './suites.ts';

/** What each suite leaves, in short. */
const RESULTS: Readonly<Record<string, string>> = {
  'speed.md': `### PPO, tuned

| | median, seconds | runs |
|---|---|---|
| ours, 1 thread | 3.9 | 3.9 |

ours, 1 thread: **6.02 times** as fast as SB3; at least 5 wanted: met.

ours, 2 threads: **6.65 times** as fast as SBX.
`,
  'learning.md': `| environment | algorithm | agrees |
| --- | --- | --- |
| CartPole-v1 | ppo | yes |
| Acrobot-v1 | qrdqn | no |
`,
  'broker.md': `| what | value | wanted |
| --- | --- | --- |
| publishes as a share of XADD, median of 9 rounds | 16 % | ≥ 50 % |
| from a publish to a watcher: p50, p99 | 1.41 ms, 14.22 ms | p99 ≤ 20 ms |
| what Redis and TensorBoard cost (P1), median of 7 pairs | 18.0 % | ≤ 3 % |
`,
  'tracking.md': `| what | this store | reference |
| --- | ---: | ---: |
| points written, per second | 138,321 | bare libsql: 88,090 |
| the same as a share of bare libsql (wanted: ≥ 60 %) | 157 % | |

| points per second landed on an Aim server | |
| --- | ---: |
| this client | 2,626 |
| ratio (wanted: ≥ 5) | 5.4 |

| PPO on CartPole-v1, metrics | steps/s, best | fewer steps/s, median |
| --- | ---: | ---: |
| going nowhere | 26,764 | |
| into the run store | 26,825 | -0.4 % |
`,
  'resume.json': JSON.stringify({
    kills: { ppo: [{ isEqual: true }, { isEqual: false }] },
    costs: { ppo: { sharePercent: 0.62 } },
  }),
  'quality.md': `| group | recall | false alarms |
| --- | ---: | ---: |
| imports | 50.0 % | 9.0 % |
| all | 100.0 % | 10.0 % (2 of 20) |

| command | median s | beside |
| --- | --: | --- |
| dead-code, cold | 1.95 | 2.00 × knip, 1.04 s more |
| knip | 0.91 | |
`,
  'mutation.json': JSON.stringify({ random: { killed: 9, survived: 1, setAside: 3 } }),
  'dashboard.md': `| what | value | wanted |
| --- | --- | --- |
| memory of the page after 10 min and after 1 h of data | 5.0 MB, 6.25 MB | flat |
| 20 charts, frames a second | 59.2 | ≥ 50 |
`,
};

const read = (name: string): string | undefined => RESULTS[name];

describe('the ratios', () => {
  it('are those of all suites, the greater the better', () => {
    expect(ratiosIn(read).map(({ suite, what, value }) => [suite, what, Number(value.toPrecision(6))])).toEqual([
      ['speed', 'PPO, tuned: ours, 1 thread, as fast as SB3', 6.02],
      ['speed', 'PPO, tuned: ours, 2 threads, as fast as SBX', 6.65],
      ['learning', 'ppo in CartPole-v1: agrees with RL-Zoo', 1],
      ['learning', 'qrdqn in Acrobot-v1: agrees with RL-Zoo', 0],
      ['broker', 'publishes as a share of a bare pipelined XADD', 0.16],
      ['broker', 'steps per second with Redis and TensorBoard, of those without', 0.82],
      ['tracking', "the store's writes as a share of bare libsql", 1.57],
      ['tracking', "points to Aim beside Aim's own SDK", 5.4],
      ['tracking', 'steps per second with metrics into the run store, of those without', 1.004],
      ['resume', 'ppo: killed and resumed trainings that are equal to the bit to one that was not', 0.5],
      ['resume', "the training thread's time that checkpoints leave", 0.9938],
      ['quality', 'recall on the corpus', 1],
      ['quality', 'reports on the corpus that are no false alarm', 0.9],
      ['quality', 'dead-code, cold: as fast as knip', 0.5],
      ['dashboard', "the page's memory at first, of that an hour later", 0.8],
      ['mutation', 'random: mutants that tests kill, of all', 0.9],
    ]);
  });

  it('are not what a person feels', () => {
    expect(ceilingsIn(read).map(({ suite, value, wanted }) => [suite, value, wanted])).toEqual([
      ['broker', '1.41 ms, 14.22 ms', 'p99 ≤ 20 ms'],
      ['dashboard', '5.0 MB, 6.25 MB', 'flat'],
    ]);
  });

  it('are found in what is on record, of every suite', () => {
    const suites = new Set(ratiosIn(recordsIn(RECORDS)).map(({ suite }) => suite));
    expect([...suites]).toEqual(SUITES.map(({ name }) => name));
  });

  it('are none where nothing was measured', () => {
    expect([ratiosIn(() => undefined), ceilingsIn(() => undefined)]).toEqual([[], []]);
  });
});

describe('npm run bench', () => {
  let folder: URL;
  const write = (name: string, text: string): void => writeFileSync(new URL(name, folder), text);
  const written = (name: string): string => readFileSync(new URL(name, folder), 'utf8');
  const bench = (accept = false): string[] => runBench({ folder, accept });
  const publishes = (percent: number): void =>
    write('broker.md', (RESULTS['broker.md'] ?? '').replace('16 %', `${percent} %`));

  beforeEach(() => {
    folder = pathToFileURL(`${mkdtempSync(join(tmpdir(), 'cartwheel-bench-'))}/`);
    for (const [name, text] of Object.entries(RESULTS)) write(name, text);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('joins all into one file and one page, and takes new ratios as such', () => {
    expect(bench()).toEqual([]);
    expect(parseResults(written('bench.json')).ratios[0]).toEqual({
      suite: 'speed',
      what: 'PPO, tuned: ours, 1 thread, as fast as SB3',
      value: 6.02,
      accepted: null,
    });
    expect(written('README.md')).toContain('| broker | publishes as a share of a bare pipelined XADD | 0.16 | new |');
    expect(written('README.md')).toContain('| broker | from a publish to a watcher: p50, p99 | 1.41 ms, 14.22 ms |');
  });

  it('names a ratio that fell by more than a tenth below the last that was accepted', () => {
    bench(true);
    publishes(15);
    expect(bench()).toEqual([]);
    publishes(14);
    // It stays so until it has risen, or was accepted.
    const fallen = ['broker: publishes as a share of a bare pipelined XADD: 0.14, accepted was 0.16'];
    expect([bench(), bench()]).toEqual([fallen, fallen]);
    expect(written('README.md')).toContain('| **0.14**, fallen | 0.16 |');
    publishes(30);
    expect(bench()).toEqual([]);
    expect(bench(true)).toEqual([]);
    publishes(20);
    expect(bench()).toEqual(['broker: publishes as a share of a bare pipelined XADD: 0.2, accepted was 0.3']);
    expect(bench(true)).toEqual([]);
    expect(bench()).toEqual([]);
  });

  it('names a ratio that is not measured any more, until that is accepted', () => {
    bench(true);
    write('learning.md', '# Empty');
    const gone = [
      'learning: ppo in CartPole-v1: agrees with RL-Zoo: not measured, accepted was 1',
      'learning: qrdqn in Acrobot-v1: agrees with RL-Zoo: not measured, accepted was 0',
    ];
    expect([bench(), bench()]).toEqual([gone, gone]);
    expect(written('README.md')).toContain('| **not measured** | 1 |');
    expect(bench(true)).toEqual([]);
    expect(bench()).toEqual([]);
  });

  it('ends with 1 where a ratio has fallen, until it is accepted', () => {
    const root = fileURLToPath(new URL('../../../../', import.meta.url));
    const main = fileURLToPath(new URL('main.ts', import.meta.url));
    const run = (...args: string[]): [status: number | null, said: string] => {
      const flags = ['--import', 'tsx', main, '--folder', fileURLToPath(folder), ...args];
      const { status, stdout } = spawnSync(process.execPath, flags, { cwd: root, encoding: 'utf8' });
      return [status, stdout];
    };
    expect(run('--accept')).toEqual([0, 'No ratio has fallen.\n']);
    publishes(10);
    expect(run()).toEqual([1, 'broker: publishes as a share of a bare pipelined XADD: 0.1, accepted was 0.16\n']);
    expect(run('--accept')).toEqual([0, 'No ratio has fallen.\n']);
    expect(run()).toEqual([0, 'No ratio has fallen.\n']);
  });

  it('refuses a file that is no joined result', () => {
    write('bench.json', '{"ratios": 3}');
    expect(() => bench()).toThrow('ratios');
  });
});

describe('docs/benchmarks/README.md', () => {
  it('is what bench.json says: else run npm run bench', () => {
    const records = recordsIn(RECORDS);
    expect(unpadded(records('README.md') ?? '')).toEqual(unpadded(benchPage(parseResults(records('bench.json')))));
  });
});

describe('the suites that are measured first', () => {
  it('are those that are named, with their arguments', () => {
    expect(commandsOf({ names: 'broker,tracking' })).toEqual([['bench:broker'], ['bench:tracking', '--', '--write']]);
    expect(commandsOf({ names: 'all', python: 'py' })).toHaveLength(SUITES.length);
    expect(commandsOf({ names: 'speed', python: 'py' })).toEqual([['bench:speed', '--', '--fresh', '--python', 'py']]);
  });

  it('need a name that is one, and the peers', () => {
    expect(() => commandsOf({ names: 'sped' })).toThrow('received sped');
    expect(() => commandsOf({ names: 'all' })).toThrow('speed needs --python');
  });

  it('are scripts of the workspace', () => {
    const { scripts } = JSON.parse(readFileSync(new URL('../../../../package.json', import.meta.url), 'utf8'));
    expect(SUITES.map(({ run }) => run[0]).filter((name) => !(name in scripts))).toEqual([]);
  });
});
