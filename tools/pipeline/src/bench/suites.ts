/** A benchmark of its own, that leaves its results in docs/benchmarks. */
export interface Suite {
  name: string;
  /** In docs/benchmarks. */
  page: string;
  tells: string;
  /** The arguments of `npm run` that measure it anew. `{python}` is a Python with the peers. */
  run: readonly string[];
}

export const SUITES: readonly Suite[] = [
  {
    name: 'speed',
    page: 'speed.md',
    tells: 'trainings and updates beside Stable-Baselines3, SBX and PyTorch',
    run: ['bench:speed', '--', '--fresh', '--python', '{python}'],
  },
  {
    name: 'learning',
    page: 'learning.md',
    tells: "what learners reach beside RL-Zoo's benchmark; its short form trains PPO and A2C on CartPole",
    run: ['bench:learning', '--', '--fresh', '--env', 'CartPole-v1', '--algo', 'ppo', '--algo', 'a2c'],
  },
  {
    name: 'broker',
    page: 'broker.md',
    tells: 'publishes beside a bare pipelined XADD, and what observation costs',
    run: ['bench:broker'],
  },
  {
    name: 'tracking',
    page: 'tracking.md',
    tells: "the run store beside bare libsql, the Aim client beside Aim's own",
    run: ['bench:tracking', '--', '--write'],
  },
  {
    name: 'resume',
    page: 'resume.md',
    tells: 'killed trainings beside those that were not, and what checkpoints cost; its short form measures the costs',
    run: ['test:resume', '--', '--kills', '0', '--costs', 'ppo,sac'],
  },
  {
    name: 'quality',
    page: 'quality.md',
    tells: 'dead code and duplicates beside knip and jscpd',
    run: ['bench:quality'],
  },
  {
    name: 'dashboard',
    page: 'dashboard.md',
    tells: 'the page in Chromium',
    run: ['bench:dashboard'],
  },
  {
    name: 'mutation',
    page: 'mutation.md',
    tells: 'changes in the code that its tests notice; it takes hours',
    run: ['mutation'],
  },
];

export interface Choice {
  /** Names separated by commas, or `all`. */
  names: string;
  python?: string | undefined;
}

/** The commands of `npm run` for the chosen suites. Throws for a name that is none, and for peers without a Python. */
export function commandsOf({ names, python }: Choice): string[][] {
  const wanted = names === 'all' ? SUITES.map(({ name }) => name) : names.split(',');
  return wanted.map((name) => {
    const suite = SUITES.find((each) => each.name === name);
    if (suite === undefined) {
      throw new Error(`Expected all, or some of ${SUITES.map((each) => each.name).join(', ')}; received ${name}.`);
    }
    return suite.run.map((argument) => {
      if (argument !== '{python}') return argument;
      if (python === undefined) throw new Error(`${name} needs --python PROGRAM with the peers; its page tells how.`);
      return python;
    });
  });
}
